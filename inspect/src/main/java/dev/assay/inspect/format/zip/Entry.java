package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;

/// What the central directory says of one entry (APPNOTE 4.3.12).
///
/// @param at where it says so
/// @param header where it says the entry's local header is
record Entry(
        long at,
        String name,
        int flags,
        int method,
        long crc,
        long packed,
        long unpacked,
        long header,
        long attributes) {

    static final int ENCRYPTED = 1;
    static final int DESCRIPTOR = 8;
    private static final int UTF8_NAME = 1 << 11;
    private static final int HIDDEN = 1 << 6 | 1 << 13;
    private static final int ZIP64 = 1;
    private static final long FULL = 0xffff_ffffL;

    static Entry read(Cursor in) throws Malformed {
        var at = in.offset();
        in.require(in.u32() == 0x02014b50L, "an entry of the directory begins with its signature");
        in.skip(4);
        var flags = in.u16();
        var method = in.u16();
        in.skip(4);
        var crc = in.u32();
        var packed = in.u32();
        var unpacked = in.u32();
        var nameLength = in.u16();
        var extraLength = in.u16();
        var commentLength = in.u16();
        in.skip(4);
        var attributes = in.u32();
        var header = in.u32();
        var name = name(in.take(nameLength), flags);
        var extra = new Cursor(in.take(extraLength));
        in.skip(commentLength);
        while (extra.left() >= 4) {
            var id = extra.u16();
            var length = extra.u16();
            if (length > extra.left()) {
                break; // padding, as some tools leave it
            }
            var field = new Cursor(extra.take(length));
            if (id == ZIP64) {
                unpacked = unpacked == FULL && field.left() >= 8 ? field.u64() : unpacked;
                packed = packed == FULL && field.left() >= 8 ? field.u64() : packed;
                header = header == FULL && field.left() >= 8 ? field.u64() : header;
            }
        }
        return new Entry(at, name, flags, method, crc, packed, unpacked, header, attributes);
    }

    static String name(MemorySegment bytes, int flags) {
        return new String(bytes.toArray(JAVA_BYTE), (flags & UTF8_NAME) != 0 ? UTF_8 : ISO_8859_1);
    }

    boolean encrypted() {
        return (flags & (ENCRYPTED | HIDDEN)) != 0;
    }

    boolean describedBehind() {
        return (flags & DESCRIPTOR) != 0;
    }

    boolean folder() {
        return name.endsWith("/") && unpacked == 0;
    }

    /// A symbolic link, as archivers on Unix mark it.
    boolean link() {
        return (attributes >>> 16 & 0xf000) == 0xa000;
    }
}
