package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Sound and film.
public final class Sounds {

    /// RIFF: WAVE, WebP, AVI. The first chunk says how long everything is.
    public static final Format RIFF = new Framed(
            "riff",
            it -> it.startsWith("RIFF") && (it.holdsAt(8, "WAVE") || it.holdsAt(8, "WEBP") || it.holdsAt(8, "AVI ")),
            Sounds::riff);

    /// FLAC, RFC 9639: blocks of metadata, then frames to the end.
    public static final Format FLAC = new Framed("flac", it -> it.startsWith("fLaC"), Sounds::flac);

    /// MPEG audio, ISO 11172-3: frames, and tags before and behind them.
    public static final Format MP3 = new Framed("mp3", Sounds::isMpeg, Sounds::mpeg);

    /// Ogg, RFC 3533: pages.
    public static final Format OGG = new Framed("ogg", it -> it.startsWith("OggS\0"), Sounds::ogg);

    /// The ISO base media file format: MP4, QuickTime, HEIF, AVIF. Boxes.
    public static final Format MP4 = new Framed("mp4", it -> it.holdsAt(4, "ftyp") && it.byteAt(0) == 0, Sounds::boxes);

    /// Matroska and WebM, RFC 8794: elements.
    public static final Format MATROSKA =
            new Framed("matroska", it -> it.startsWith("\u001aE\u00df\u00a3"), Sounds::elements);

    private static final int[][] BITRATES = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] RATES = {44_100, 48_000, 32_000};

    private Sounds() {}

    private static long riff(Cursor in) throws Malformed {
        in.skip(4);
        var length = in.u32();
        in.require(length <= in.left(), "a RIFF file is as long as it says");
        return Math.min(8 + length + (length & 1), 8 + in.left());
    }

    private static long flac(Cursor in) throws Malformed {
        in.skip(4);
        var last = false;
        while (!last) {
            var head = in.u32be();
            last = head >>> 31 == 1;
            in.skip(head & 0xff_ffff);
        }
        var end = in.offset() + in.left();
        in.require(in.left() == 0 || in.u16be() >>> 2 == 0x3ffe, "a FLAC frame begins with its code");
        return end;
    }

    private static boolean isMpeg(Specimen it) {
        if (it.startsWith("ID3")) {
            return it.byteAt(3) < 5 && it.byteAt(4) < 0x20 && it.size() > 10;
        }
        var first = frame(head(it, 0));
        return first > 0 && frame(head(it, first)) > 0 && frame(head(it, first + frame(head(it, first)))) > 0;
    }

    private static long head(Specimen it, long at) {
        return (long) Math.max(0, it.byteAt(at)) << 24
                | (long) Math.max(0, it.byteAt(at + 1)) << 16
                | (long) Math.max(0, it.byteAt(at + 2)) << 8
                | Math.max(0, it.byteAt(at + 3));
    }

    /// The length of the frame with this header, or 0 if it is none.
    private static int frame(long head) {
        var version = (int) (head >>> 19 & 3);
        var layer = 4 - (int) (head >>> 17 & 3);
        var bitrate = (int) (head >>> 12 & 15);
        var rate = (int) (head >>> 10 & 3);
        if (head >>> 21 != 0x7ff || version == 1 || layer == 4 || bitrate == 0 || bitrate == 15 || rate == 3) {
            return 0;
        }
        var one = version == 3;
        var kilobits = BITRATES[one ? layer - 1 : layer == 1 ? 3 : 4][bitrate];
        var hertz = RATES[rate] >> (one ? 0 : version == 2 ? 1 : 2);
        var padding = (int) (head >>> 9 & 1);
        return layer == 1
                ? (12_000 * kilobits / hertz + padding) * 4
                : (layer == 3 && !one ? 72_000 : 144_000) * kilobits / hertz + padding;
    }

    private static long mpeg(Cursor in) throws Malformed {
        while (in.left() >= 10) {
            var at = in.offset();
            var head = in.u32be();
            if (head >>> 8 == 0x494433) { // ID3
                in.skip(2);
                var length = 0L;
                for (var i = 0; i < 4; i++) {
                    length = length << 7 | in.u8() & 0x7f;
                }
                in.skip(Math.min(length, in.left()));
            } else if (head >>> 8 == 0x544147) { // TAG, 128 bytes at the end
                return Math.min(at + 128, in.offset() + in.left());
            } else if (head == 0) {
                in.at(at + 1);
            } else {
                var length = frame(head);
                if (length == 0) {
                    return at;
                }
                in.at(at);
                in.skip(Math.min(length, in.left()));
            }
        }
        return in.offset() + (in.left() < 10 ? in.left() : 0);
    }

    private static long ogg(Cursor in) throws Malformed {
        while (in.left() >= 27) {
            var at = in.offset();
            if (in.u32be() != 0x4f676753L) {
                return at;
            }
            in.skip(22);
            var segments = in.u8();
            var length = 0;
            for (var i = 0; i < segments; i++) {
                length += in.u8();
            }
            in.skip(length);
        }
        return in.offset();
    }

    static long boxes(Cursor in) throws Malformed {
        while (in.left() >= 8) {
            var at = in.offset();
            var length = in.u32be();
            var type = in.u32be();
            if (length == 0 && type != 0) {
                return in.offset() + in.left();
            }
            if (!isPrintable(type)) {
                return at;
            }
            length = length == 1 ? in.u64be() : length;
            in.require(length >= in.offset() - at, "a box counts its own header");
            in.skip(length - (in.offset() - at));
        }
        return in.offset();
    }

    static boolean isPrintable(long type) {
        for (var shift = 0; shift < 32; shift += 8) {
            var letter = type >>> shift & 0xff;
            if ((letter < 0x20 || letter > 0x7e) && letter != 0xa9) {
                return false;
            }
        }
        return true;
    }

    private static long elements(Cursor in) throws Malformed {
        var first = true;
        while (in.left() >= 5) {
            var at = in.offset();
            var id = in.u32be();
            var known = id == 0x1a45dfa3L || id == 0x18538067L; // EBML, Segment
            if (!known && !first && (id >>> 24 != 0xec)) { // or Void
                return at;
            }
            if (id >>> 24 == 0xec) {
                in.at(at + 1);
            }
            first = false;
            var head = in.u8();
            in.require(head > 0, "an element's length is at most eight bytes");
            var width = Integer.numberOfLeadingZeros(head) - 24;
            var length = (long) head & 0x7f >>> width;
            var unknown = length == 0x7f >>> width;
            for (var i = 0; i < width; i++) {
                var next = in.u8();
                unknown &= next == 0xff;
                length = length << 8 | next;
            }
            if (unknown) {
                return in.offset() + in.left();
            }
            in.skip(length);
        }
        return in.offset();
    }
}
