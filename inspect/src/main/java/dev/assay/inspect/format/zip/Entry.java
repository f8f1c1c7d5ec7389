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
/// @param disk which disk it says the entry is on
/// @param header where it says the entry's local header is
record Entry(
        long at,
        String name,
        int flags,
        int method,
        long crc,
        long packed,
        long unpacked,
        int disk,
        long attributes,
        long header,
        Extra extra) {

    static final int ENCRYPTED = 1;
    /// LZMA with an end mark.
    static final int END_MARK = 2;

    static final int DESCRIPTOR = 8;
    static final int PATCHED = 1 << 5;
    private static final int UTF8_NAME = 1 << 11;
    private static final int HIDDEN = 1 << 6 | 1 << 13;
    /// Flags that change how an entry is read; the others speak of how it was written.
    static final int READ_BY = ENCRYPTED | DESCRIPTOR | PATCHED | HIDDEN;

    private static final int FULL_DISK = 0xffff;
    private static final long FULL = 0xffff_ffffL;
    private static final int KIND = 0xf000;

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
        var disk = in.u16();
        in.skip(2);
        var attributes = in.u32();
        var header = in.u32();
        var name = name(in.take(nameLength), flags);
        var extra = Extra.read(in.take(extraLength));
        in.skip(commentLength);
        var wide = extra.wide();
        unpacked = unpacked == FULL && wide.left() >= 8 ? wide.u64() : unpacked;
        packed = packed == FULL && wide.left() >= 8 ? wide.u64() : packed;
        header = header == FULL && wide.left() >= 8 ? wide.u64() : header;
        return new Entry(at, name, flags, method, crc, packed, unpacked, disk, attributes, header, extra);
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

    boolean elsewhere() {
        return disk != 0 && disk != FULL_DISK;
    }

    boolean folder() {
        return name.endsWith("/") && unpacked == 0;
    }

    /// A symbolic link, as archivers on Unix mark it.
    boolean link() {
        return (attributes >>> 16 & KIND) == 0xa000;
    }

    /// A device, a pipe or a socket. Of a pipe that was read into the archive the mode stays, and it is a file.
    boolean device() {
        var kind = attributes >>> 16 & KIND;
        return (kind == 0x1000 || kind == 0xc000) && unpacked == 0 || kind == 0x2000 || kind == 0x6000;
    }
}
