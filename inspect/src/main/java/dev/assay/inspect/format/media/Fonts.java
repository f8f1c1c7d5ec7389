package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Fonts.
public final class Fonts {

    /// TrueType and OpenType, ISO 14496-22, single or in a collection: a directory of tables.
    public static final Format SFNT = new Framed("sfnt", Fonts::isSfnt, Fonts::sfnt);

    /// WOFF 1.0 and 2.0: the header says how long the file is.
    public static final Format WOFF =
            new Framed("woff", it -> it.startsWith("wOFF") || it.startsWith("wOF2"), Fonts::woff);

    private static final int MOST_FONTS = 1024;
    private static final long COLLECTION = 0x74746366L;

    private Fonts() {}

    private static boolean isSfnt(Specimen it) {
        var single = it.startsWith("\0\1\0\0") || it.startsWith("OTTO") || it.startsWith("true\0");
        return single && it.byteAt(4) == 0 && it.byteAt(5) > 0 && it.byteAt(12) > 0x20 && it.byteAt(15) >= 0x20
                || it.startsWith("ttcf\0");
    }

    private static long sfnt(Cursor in) throws Malformed {
        if (in.u32be() != COLLECTION) {
            return tables(in, 0);
        }
        in.skip(4);
        var fonts = in.count(in.u32be(), 4);
        in.require(fonts <= MOST_FONTS, "a collection has at most " + MOST_FONTS + " fonts");
        var end = 12L + 4L * fonts;
        for (var i = 0; i < fonts; i++) {
            var font = in.at(12 + 4L * i).u32be();
            end = Math.max(end, tables(in, font));
        }
        return end;
    }

    private static long tables(Cursor in, long at) throws Malformed {
        in.at(at);
        in.skip(4);
        var tables = in.u16be();
        in.skip(6);
        var size = in.offset() + in.left();
        var end = in.offset() + 16L * tables;
        for (var i = 0; i < tables; i++) {
            in.skip(8);
            var from = in.u32be();
            end = Math.max(end, from + in.u32be());
        }
        in.require(end <= size, "a font's tables are inside it");
        return Math.min(size, end + 3 & ~3L);
    }

    private static long woff(Cursor in) throws Malformed {
        in.skip(8);
        var length = in.u32be();
        in.require(length >= 44 && length <= in.offset() + in.left(), "a font is as long as it says");
        return length;
    }
}
