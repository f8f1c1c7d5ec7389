package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Sound and film as they are broadcast: short frames, one after the other, each with a mark of a few
/// bits. Three in a row make a file of them.
public final class Frames {

    /// AAC in ADTS frames, ISO 13818-7.
    public static final Format AAC = new Framed("aac", it -> three(it, Frames::aac), in -> end(in, Frames::aac));

    /// AC-3, ATSC A/52.
    public static final Format AC3 = new Framed("ac3", it -> three(it, Frames::ac3), in -> end(in, Frames::ac3));

    /// MPEG transport streams, ISO 13818-1.
    public static final Format TRANSPORT =
            new Framed("mpeg-ts", it -> three(it, Frames::packet), in -> end(in, Frames::packet));

    private static final int[] KILOBITS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    private static final int PACKET = 188;
    private static final int LONGEST_HEAD = 8;

    /// The length of the frame whose first eight bytes these are, or 0 if it is none.
    @FunctionalInterface
    private interface Length {
        int of(long head);
    }

    private Frames() {}

    private static boolean three(Specimen it, Length length) {
        try {
            var at = 0L;
            for (var i = 0; i < 3; i++) {
                var frame = length.of(head(it.cursor(), at));
                if (frame == 0) {
                    return false;
                }
                at += frame;
            }
            return true;
        } catch (Malformed tooShort) {
            return false;
        }
    }

    private static long end(Cursor in, Length length) throws Malformed {
        while (in.left() >= LONGEST_HEAD) {
            var at = in.offset();
            var frame = length.of(head(in, at));
            if (frame == 0) {
                return at;
            }
            in.at(at).skip(Math.min(frame, in.left()));
        }
        return in.offset();
    }

    private static long head(Cursor in, long at) throws Malformed {
        in.at(at);
        return in.u32be() << 32 | in.u32be();
    }

    private static int aac(long head) {
        if (head >>> 52 != 0xfff || (head >>> 49 & 3) != 0 || (head >>> 42 & 15) > 12) {
            return 0;
        }
        var length = (int) (head >>> 21 & 0x1fff);
        return length >= 7 ? length : 0;
    }

    private static int ac3(long head) {
        var rate = (int) (head >>> 30 & 3);
        var size = (int) (head >>> 24 & 63);
        if (head >>> 48 != 0x0b77 || rate == 3 || size > 37) {
            return 0;
        }
        var kilobits = KILOBITS[size / 2];
        return switch (rate) {
            case 0 -> kilobits * 4;
            case 1 -> 2 * (kilobits * 320 / 147 + size % 2);
            default -> kilobits * 6;
        };
    }

    private static int packet(long head) {
        return head >>> 56 == 0x47 && (head >>> 36 & 3) != 0 ? PACKET : 0;
    }
}
