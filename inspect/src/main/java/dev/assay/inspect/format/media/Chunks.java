package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Sound, film and pictures in chunks, each behind its length.
public final class Chunks {

    private static final String RIFF_64 = "riff.\u0091\u00cf\u0011\u00a5\u00d6(\u00db\4\u00c1\0\0";
    private static final String WAVE_64 = "wave\u00f3\u00ac\u00d3\u0011\u008c\u00d1\0\u00c0O\u008e\u00db\u008a";
    private static final String ASF_HEADER = "0&\u00b2u\u008ef\u00cf\u0011\u00a6\u00d9\0\u00aa\0b\u00cel";

    /// AIFF and AIFF-C: one chunk that holds the others.
    public static final Format AIFF = new Framed(
            "aiff", it -> it.startsWith("FORM") && (it.holdsAt(8, "AIFF") || it.holdsAt(8, "AIFC")), Chunks::aiff);

    /// The sounds of Sun and NeXT: a header, then samples.
    public static final Format AU =
            new Framed("au", it -> it.startsWith(".snd\0\0") && it.byteAt(12) == 0 && it.byteAt(13) == 0, Chunks::au);

    /// Apple's Core Audio Format.
    public static final Format CAF = new Framed("caf", it -> it.startsWith("caff\0\1\0\0desc"), Chunks::caf);

    /// RIFF with lengths of 64 bits, as Sony has it: its first chunk says how long everything is.
    public static final Format WAVE64 =
            new Framed("w64", it -> it.startsWith(RIFF_64) && it.holdsAt(24, WAVE_64), Chunks::wave64);

    /// RIFF with lengths of 64 bits, as EBU Tech 3306 has it: the chunk `ds64` says how long everything is.
    public static final Format RF64 = new Framed(
            "rf64", it -> it.startsWith("RF64\u00ff\u00ff\u00ff\u00ff") && it.holdsAt(8, "WAVEds64"), Chunks::rf64);

    /// Flash Video: tags, each with its length before and behind it.
    public static final Format FLV =
            new Framed("flv", it -> it.startsWith("FLV\1") && it.holdsAt(5, "\0\0\0\t"), Chunks::flv);

    /// JPEG 2000, ISO 15444-1: the boxes of MP4 behind a signature of their own.
    public static final Format JP2 = new Framed("jp2", it -> it.startsWith("\0\0\0\fjP  \r\n\u0087\n"), Sounds::boxes);

    /// Windows Media: objects, each behind a name of sixteen bytes and its length.
    public static final Format ASF = new Framed("asf", it -> it.startsWith(ASF_HEADER), Chunks::asf);

    private static final int OBJECT_HEADER = 24;
    private static final int DATA = 0x64617461;

    private Chunks() {}

    private static long aiff(Cursor in) throws Malformed {
        in.skip(4);
        var length = in.u32be();
        in.require(length <= in.left(), "an AIFF file is as long as it says");
        return Math.min(8 + length + (length & 1), 8 + in.left());
    }

    /// A length that nobody knew when the header was written is given as all ones: everything to the end.
    private static long au(Cursor in) throws Malformed {
        in.skip(4);
        var header = in.u32be();
        var length = in.u32be();
        var size = in.offset() + in.left();
        in.require(header >= 24 && header <= size, "the samples of a sound stand behind its header");
        if (length == 0xffff_ffffL) {
            return size;
        }
        in.require(length <= size - header, "a sound is as long as it says");
        return header + length;
    }

    private static long caf(Cursor in) throws Malformed {
        in.skip(8);
        while (in.left() >= 12) {
            var at = in.offset();
            var type = in.u32be();
            if (!Sounds.isPrintable(type)) {
                return at;
            }
            var high = in.u32be();
            var length = high << 32 | in.u32be();
            if (length == -1 && type == DATA) { // written while nobody knew how long it would be
                return in.offset() + in.left();
            }
            in.skip(length);
        }
        return in.offset();
    }

    private static long wave64(Cursor in) throws Malformed {
        in.skip(16);
        var length = in.u64();
        in.require(length >= 40 && length <= 24 + in.left(), "a Wave64 file is as long as it says");
        return Math.min(length + 7 & ~7L, 24 + in.left());
    }

    private static long rf64(Cursor in) throws Malformed {
        in.skip(20);
        var length = in.u64();
        in.require(length <= 20 + in.left(), "an RF64 file is as long as it says");
        return Math.min(8 + length + (length & 1), 28 + in.left());
    }

    private static long flv(Cursor in) throws Malformed {
        in.skip(13);
        while (in.left() >= 15) {
            var at = in.offset();
            var head = in.u32be();
            var type = head >>> 24 & 0x1f;
            if (type != 8 && type != 9 && type != 18) { // sound, film, data
                return at;
            }
            in.skip(7);
            in.skip(head & 0xff_ffff);
            in.skip(4);
        }
        return in.offset();
    }

    private static long asf(Cursor in) throws Malformed {
        while (in.left() >= OBJECT_HEADER) {
            var at = in.offset();
            in.skip(16);
            var length = in.u64();
            if (length < OBJECT_HEADER || length > in.left() + OBJECT_HEADER) {
                return at;
            }
            in.skip(length - OBJECT_HEADER);
        }
        return in.offset();
    }

    static boolean isNetpbm(Specimen it) {
        return it.byteAt(0) == 'P'
                && it.byteAt(1) >= '4'
                && it.byteAt(1) <= '6'
                && (it.byteAt(2) == '\n' || it.byteAt(2) == ' ')
                && (it.byteAt(3) == '#' || it.byteAt(3) >= '0' && it.byteAt(3) <= '9');
    }

    /// Netpbm: kind, width, height and, but for black and white, the largest value, in letters; then one picture after
    /// the other.
    static long netpbm(Cursor in) throws Malformed {
        while (in.left() >= 8) {
            var at = in.offset();
            var magic = in.u16be();
            if (magic < 0x5034 || magic > 0x5036) {
                return at;
            }
            var kind = magic - 0x5030;
            var width = number(in);
            var height = number(in);
            var largest = kind == 4 ? 1 : number(in);
            var row = kind == 4 ? (width + 7) / 8 : width * (kind == 6 ? 3 : 1) * (largest > 255 ? 2 : 1);
            in.skip(row * height);
        }
        return in.offset();
    }

    /// A number below 2^31, white space and comments before it, and one white space behind it.
    private static long number(Cursor in) throws Malformed {
        var next = in.u8();
        while (next == '#' || next <= ' ') {
            if (next == '#') {
                while (in.u8() != '\n') {}
            }
            next = in.u8();
        }
        var number = 0L;
        while (next > ' ') {
            in.require(next >= '0' && next <= '9' && number < 1 << 27, "a picture's measures are numbers");
            number = number * 10 + next - '0';
            next = in.u8();
        }
        return number;
    }
}
