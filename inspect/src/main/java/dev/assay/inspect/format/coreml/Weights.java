package dev.assay.inspect.format.coreml;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;

/// The `weight.bin` of a model package: a header, and blobs of numbers, each behind a description of its
/// own.
///
/// @see
///     <a href="https://github.com/apple/coremltools/blob/main/mlmodel/src/MILBlob/Blob/StorageFormat.hpp">The
///     layout</a>
public final class Weights implements Format {

    private static final int HEADER = 64;
    private static final int DESCRIPTION = 64;
    private static final long SENTINEL = 0xdeadbeefL;
    private static final int ALIGNMENT = 64;

    @Override
    public String name() {
        return "coreml-weights";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= HEADER + DESCRIPTION
                && specimen.holdsAt(4, "\2\0\0\0\0\0\0\0")
                && specimen.holdsAt(HEADER, "\u00ef\u00be\u00ad\u00de");
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        var count = in.count(in.u32(), DESCRIPTION);
        examination.covers(specimen, 0, HEADER);
        var end = (long) HEADER;
        for (var i = 0; i < count; i++) {
            var at = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            in.at(at);
            in.require(in.u32() == SENTINEL, "each blob has a description");
            in.u32();
            var size = in.u64();
            var offset = in.u64();
            in.require(offset == at + DESCRIPTION, "the numbers stand behind their description");
            in.at(offset).skip(size);
            zeros(specimen, end, at);
            examination.covers(specimen, end, in.offset());
            end = in.offset();
            if (Beginnings.ofAFile(specimen, offset, end)) {
                examination.plain(specimen.part("blob@" + offset, offset, end));
            }
        }
        if (specimen.size() - end < ALIGNMENT) {
            zeros(specimen, end, specimen.size());
            examination.covers(specimen, end, specimen.size());
        }
    }

    private static void zeros(Specimen specimen, long from, long to) throws Malformed {
        for (var at = from; at < to; at++) {
            if (specimen.byteAt(at) != 0) {
                throw new Malformed(at, "blobs are filled up with zeros");
            }
        }
    }
}
