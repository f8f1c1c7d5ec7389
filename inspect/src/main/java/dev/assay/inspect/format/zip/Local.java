package dev.assay.inspect.format.zip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import org.jspecify.annotations.Nullable;

/// The header before an entry (APPNOTE 4.3.7).
///
/// @param at where it is
/// @param data where the entry's bytes begin
/// @param path another name for it, if it has one
record Local(
        long at,
        int flags,
        int method,
        long crc,
        long packed,
        long unpacked,
        String name,
        @Nullable String path,
        Extra extra,
        long data) {

    private static final long FULL = 0xffff_ffffL;

    static Local read(Cursor in) throws Malformed {
        var at = in.offset();
        in.require(in.u32() == 0x04034b50L, "an entry has a local header");
        in.skip(2);
        var flags = in.u16();
        var method = in.u16();
        in.skip(4);
        var crc = in.u32();
        var packed = in.u32();
        var unpacked = in.u32();
        var nameLength = in.u16();
        var extraLength = in.u16();
        var name = Entry.name(in.take(nameLength), flags);
        var extra = Extra.read(in.take(extraLength));
        var wide = extra.wide();
        unpacked = unpacked == FULL && wide.left() >= 8 ? wide.u64() : unpacked;
        packed = packed == FULL && wide.left() >= 8 ? wide.u64() : packed;
        return new Local(at, flags, method, crc, packed, unpacked, name, extra.path(), extra, in.offset());
    }

    boolean describedBehind() {
        return (flags & Entry.DESCRIPTOR) != 0;
    }
}
