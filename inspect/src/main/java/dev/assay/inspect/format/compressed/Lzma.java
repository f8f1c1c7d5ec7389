package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.SegmentInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The `.lzma` file of before xz, which `joblib.dump(compress="lzma")` still writes: thirteen bytes of header, no
/// magic.
///
/// Recognised as liblzma recognises it when it has to guess: properties below 225, a dictionary of 2^n or 2^n + 2^(n-1)
/// bytes, a length that is unknown or below 2^38; and then by unpacking the first bytes.
public final class Lzma implements Format {

    private static final int HEADER = 13;
    private static final int PROPERTIES = 9 * 5 * 5;
    private static final long UNKNOWN = 0xffff_ffffL;
    private static final long LONGEST = 1L << 38;
    private static final int SMALLEST_DICTIONARY = 4 << 10;
    private static final int FIRST = 16;

    @Override
    public String name() {
        return "lzma";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return begins(specimen, 0);
    }

    private static boolean begins(Specimen specimen, long at) {
        if (specimen.size() - at <= HEADER + 5 || specimen.byteAt(at) >= PROPERTIES || specimen.byteAt(at + 13) != 0) {
            return false;
        }
        try {
            var header = Header.read(new SegmentInput(specimen.bytes()), at);
            if (header.likely()) {
                var packed = new SegmentInput(specimen.bytes());
                packed.seek(at + HEADER);
                // Nothing among the first bytes can refer further back than they reach.
                try (var in = Decoders.lzma(packed, -1, header.properties, SMALLEST_DICTIONARY)) {
                    var wanted = header.size < 0 ? FIRST : (int) Math.min(header.size, FIRST);
                    return in.readNBytes(new byte[wanted], 0, wanted) > 0;
                }
            }
            return false;
        } catch (EOFException cut) {
            return true;
        } catch (IOException | RuntimeException other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        Behind.unpack(
                specimen,
                examination,
                new Joined(specimen.bytes(), at -> begins(specimen, at) ? at : -1, true, Lzma::open));
    }

    private static InputStream open(SegmentInput packed) throws IOException {
        var header = Header.read(packed, packed.at());
        packed.seek(packed.at() + HEADER);
        return Decoders.lzma(packed, header.size, header.properties, header.dictionary);
    }

    /// @param size of what comes out, or -1
    private record Header(int properties, long dictionary, long size) {

        static Header read(SegmentInput packed, long at) throws IOException {
            try {
                var in = new Cursor(packed.bytes()).at(at);
                var properties = in.u8();
                var dictionary = in.u32();
                var low = in.u32();
                var high = in.u32();
                return new Header(properties, dictionary, high << 32 | low);
            } catch (Malformed cut) {
                throw new IOException(cut);
            }
        }

        boolean likely() {
            var highest = Long.highestOneBit(dictionary);
            return dictionary >= SMALLEST_DICTIONARY
                    && (dictionary == UNKNOWN || dictionary == highest || dictionary == highest + highest / 2)
                    && (size == -1 || size > 0 && size < LONGEST);
        }
    }
}
