package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.Inflating;
import java.io.IOException;

/// A bare zlib stream, RFC 1950, as `joblib.dump(compress=True)` writes it: two bytes of header, no magic.
///
/// Only a first byte of `x` is a zlib stream to a reader that has to guess, and so it is here. Texts begin with it too,
/// so the beginning is unpacked before we claim it: what the reader would get out of its first read, we get too.
public final class Zlib implements Format {

    /// What joblib reads at once. An error among these bytes is met before anything comes out.
    private static final int FIRST_READ = 8 << 10;

    private static final int ENOUGH = 64 << 10;
    /// A stream that is cut is one if as much comes out as the shortest pickle that does something.
    private static final int SHORTEST = 12;
    /// Of a text that happens to look like one not as much comes out before it breaks.
    private static final int NO_CHANCE = 48;

    private static final int CHECK = 31;
    private static final int DICTIONARY = 0x20;

    @Override
    public String name() {
        return "zlib";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return begins(specimen) && unpacks(specimen);
    }

    private static boolean begins(Specimen specimen) {
        var flags = specimen.byteAt(1);
        return specimen.byteAt(0) == 'x' && flags >= 0 && ('x' << 8 | flags) % CHECK == 0 && (flags & DICTIONARY) == 0;
    }

    private static boolean unpacks(Specimen specimen) {
        var buffer = new byte[1 << 10];
        var first = specimen.bytes().asSlice(0, Math.min(FIRST_READ, specimen.size()));
        try (var inflating = new Inflating(first, false)) {
            try {
                for (var read = 0; read >= 0 && inflating.produced() < ENOUGH; ) {
                    read = inflating.read(buffer, 0, buffer.length);
                }
                return true;
            } catch (IOException broken) {
                return inflating.produced() >= (inflating.starved() ? SHORTEST : NO_CHANCE);
            }
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        Behind.unpack(
                specimen,
                examination,
                new Joined(
                        specimen.bytes(), at -> at == 0 ? at : -1, false, packed -> Decoders.deflate(packed, false)));
    }
}
