package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.Set;

/// Pictures.
public final class Pictures {

    /// PNG, third edition: chunks up to `IEND`.
    public static final Format PNG = new Framed("png", it -> it.startsWith("\u0089PNG\r\n\u001a\n"), Pictures::png);

    /// JPEG, ITU-T T.81: segments up to the end of image.
    public static final Format JPEG = new Framed("jpeg", it -> it.startsWith("\u00ff\u00d8\u00ff"), Pictures::jpegs);

    /// GIF89a: blocks up to the trailer.
    public static final Format GIF =
            new Framed("gif", it -> it.startsWith("GIF87a") || it.startsWith("GIF89a"), Pictures::gif);

    /// Windows bitmaps: the header says how long the file is.
    public static final Format BMP = new Framed("bmp", Pictures::isBitmap, Pictures::bmp);

    /// TIFF 6.0 and BigTIFF: directories that point to what belongs to the picture.
    public static final Format TIFF = new Framed("tiff", Pictures::isTiff, in -> new Tiff(in).end());

    /// Windows icons: a directory of pictures.
    public static final Format ICO = new Framed("ico", Pictures::isIcon, Pictures::ico);

    /// Netpbm with its pixels in bytes: black and white, grey, in colours.
    public static final Format NETPBM = new Framed("netpbm", Chunks::isNetpbm, Chunks::netpbm);

    private static final Set<Integer> BITMAP_HEADERS = Set.of(12, 40, 52, 56, 64, 108, 124);
    private static final int MOST_ICONS = 256;

    private Pictures() {}

    private static boolean isTiff(Specimen it) {
        return it.startsWith("II*\0")
                || it.startsWith("MM\0*")
                || it.startsWith("II+\0\u0008\0\0\0")
                || it.startsWith("MM\0+\0\u0008\0\0");
    }

    private static long png(Cursor in) throws Malformed {
        in.skip(8);
        while (true) {
            var length = in.u32be();
            var type = in.u32be();
            in.skip(length + 4);
            if (type == 0x49454e44L) { // IEND
                return in.offset();
            }
        }
    }

    /// Cameras put several pictures one behind the other (CIPA DC-007, MPO): each is walked.
    private static long jpegs(Cursor in) throws Malformed {
        var end = jpeg(in);
        while (in.left() > 4) {
            var next = in.u32be() >>> 8;
            in.at(end);
            if (next != 0xffd8ffL) {
                return end;
            }
            end = jpeg(in);
        }
        return end;
    }

    private static long jpeg(Cursor in) throws Malformed {
        in.skip(2);
        var marker = 0;
        while (marker != 0xd9) {
            var next = in.u8();
            in.require(next == 0xff, "a JPEG segment begins with a marker");
            do {
                next = in.u8();
            } while (next == 0xff);
            marker = next;
            while (marker == 0xda || marker >= 0xd0 && marker <= 0xd7 || marker == 1) {
                if (marker == 0xda) {
                    segment(in);
                }
                marker = scan(in);
            }
            if (marker != 0xd9) {
                segment(in);
            }
        }
        return in.offset();
    }

    private static void segment(Cursor in) throws Malformed {
        var length = in.u16be();
        in.require(length >= 2, "a JPEG segment counts its own length");
        in.skip(length - 2);
    }

    /// Reads coded data to the next marker that is not part of it.
    private static int scan(Cursor in) throws Malformed {
        while (true) {
            if (in.u8() == 0xff) {
                var next = in.u8();
                while (next == 0xff) {
                    next = in.u8();
                }
                if (next != 0 && (next < 0xd0 || next > 0xd7)) {
                    return next;
                }
            }
        }
    }

    private static long gif(Cursor in) throws Malformed {
        in.skip(10);
        var flags = in.u8();
        in.skip(2);
        in.skip((flags & 0x80) == 0 ? 0 : 3L << (flags & 7) + 1);
        while (true) {
            switch (in.u8()) {
                case 0x3b -> {
                    return in.offset();
                }
                case 0x21 -> in.skip(1);
                case 0x2c -> {
                    in.skip(8);
                    var local = in.u8();
                    in.skip((local & 0x80) == 0 ? 0 : 3L << (local & 7) + 1);
                    in.skip(1);
                }
                default -> in.require(false, "a GIF block is an image, an extension or the trailer");
            }
            for (var length = in.u8(); length > 0; length = in.u8()) {
                in.skip(length);
            }
        }
    }

    private static boolean isBitmap(Specimen it) {
        return it.startsWith("BM")
                && it.holdsAt(6, "\0\0\0\0")
                && it.holdsAt(15, "\0\0\0")
                && BITMAP_HEADERS.contains(it.byteAt(14));
    }

    private static long bmp(Cursor in) throws Malformed {
        in.skip(2);
        var size = in.u32();
        in.skip(4);
        var pixels = in.u32();
        in.require(size >= 26 && size <= in.left() + in.offset(), "a bitmap is as long as it says");
        in.require(pixels <= size, "a bitmap's pixels are inside it");
        return size;
    }

    private static boolean isIcon(Specimen it) {
        return it.startsWith("\0\0\1\0")
                && it.byteAt(5) == 0
                && it.byteAt(4) > 0
                && it.byteAt(9) == 0
                && it.byteAt(11) == 0
                && it.byteAt(18) == (6 + 16 * it.byteAt(4)) % 256;
    }

    private static long ico(Cursor in) throws Malformed {
        in.skip(4);
        var count = in.u16();
        in.require(count <= MOST_ICONS, "an icon has at most " + MOST_ICONS + " pictures");
        var end = 6L + 16L * count;
        for (var i = 0; i < count; i++) {
            in.skip(8);
            var length = in.u32();
            end = Math.max(end, in.u32() + length);
        }
        in.require(end <= in.offset() + in.left(), "an icon's pictures are inside it");
        return end;
    }
}
