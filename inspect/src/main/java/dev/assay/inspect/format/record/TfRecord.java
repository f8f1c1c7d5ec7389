package dev.assay.inspect.format.record;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// TFRecord: a length, its checksum, that many bytes, and theirs.
///
/// The checksum of the first length is what it is recognised by. What readers make of a record is numbers, texts and
/// pictures; one that looks like a file of another kind is examined as that.
public final class TfRecord implements Format {

    private static final long MASK = 0xa282ead8L;
    private static final int PIECE = 1 << 20;

    @Override
    public String name() {
        return "tfrecord";
    }

    @Override
    public boolean claims(Specimen specimen) {
        try {
            var in = specimen.cursor();
            return specimen.size() >= 16 && masked(in.take(8)) == in.u32();
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        while (in.left() > 0) {
            var at = in.offset();
            agrees(in.take(8), in, "a record's length is as its checksum says");
            var length = in.at(at).u64();
            in.skip(4);
            var from = in.offset();
            agrees(in.take(length), in, "a record is as its checksum says");
            if (Beginnings.ofAFile(specimen, from, from + length)) {
                examination.plain(specimen.part("record@0x" + Long.toHexString(from), from, from + length));
            }
            examination.covers(specimen, at, in.offset());
        }
    }

    private static void agrees(MemorySegment bytes, Cursor in, String rule) throws Malformed {
        in.require(masked(bytes) == in.u32(), rule);
    }

    /// CRC-32C, turned by fifteen bits and moved, so that a checksum of checksums is none.
    private static long masked(MemorySegment bytes) {
        var sum = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            sum.update(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
        }
        var crc = sum.getValue();
        return ((crc >>> 15 | crc << 17) & 0xffff_ffffL) + MASK & 0xffff_ffffL;
    }
}
