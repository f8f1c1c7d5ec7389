package dev.assay.inspect.format.rar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/// The blocks of the versions before 5: half a checksum, a kind, flags, a length.
final class Fourth {

    private static final int MAIN = 0x73;
    private static final int FILE = 0x74;
    private static final int SERVICE = 0x7a;
    private static final int END = 0x7b;
    private static final int UNIX = 3;
    private static final int KIND = 0xf000;
    private static final int LINK = 0xa000;
    private static final int STORED = 0x30;

    private final Specimen specimen;
    private final Examination examination;
    private final Members members;

    Fourth(Specimen specimen, Examination examination, Members members) {
        this.specimen = specimen;
        this.examination = examination;
        this.members = members;
    }

    /// @return the first byte behind the archive
    long read(long from) throws Malformed {
        for (var at = from; at < specimen.size(); ) {
            var in = specimen.cursor().at(at);
            var crc = in.u16();
            var kind = in.u8();
            var flags = in.u16();
            var length = in.u16();
            in.require(length >= 7 && length <= specimen.size() - at, "a block's header is inside the archive");
            var sum = new CRC32();
            sum.update(specimen.bytes().asSlice(at + 2, length - 2).toArray(JAVA_BYTE));
            in.require((sum.getValue() & 0xffff) == crc, "a block's header is as its checksum says");
            var header = new Cursor(specimen.bytes().asSlice(at, length)).at(7);
            var end = at + length;
            examination.covers(specimen, at == from ? 0 : at, end);
            switch (kind) {
                case MAIN -> {
                    if (main(flags)) {
                        return specimen.size();
                    }
                }
                case FILE, SERVICE -> end = member(header, flags, kind == FILE, end);
                case END -> {
                    if ((flags & 1) != 0) {
                        examination.note(new Finding.Eludes(specimen.place().at(at), "the archive goes on elsewhere"));
                    }
                    return end;
                }
                default -> {
                    var data = (flags & 0x8000) != 0 ? header.u32() : 0;
                    header.require(data <= specimen.size() - end, "a block's bytes are inside the archive");
                    examination.covers(specimen, end, end + data);
                    examination.plain(specimen.part("block@0x" + Long.toHexString(end), end, end + data));
                    end += data;
                }
            }
            at = end;
        }
        return specimen.size(); // the oldest have no block for the end
    }

    /// @return whether nothing behind it can be read
    private boolean main(int flags) {
        if ((flags & 1) != 0) {
            examination.note(new Finding.Eludes(specimen.place(), "the archive is one of several volumes"));
        }
        if ((flags & 0x80) != 0) {
            examination.note(new Finding.Eludes(specimen.place(), "the archive is encrypted"));
            return true;
        }
        return false;
    }

    private long member(Cursor in, int flags, boolean file, long from) throws Malformed {
        var packed = in.u32();
        var size = in.u32();
        var system = in.u8();
        var crc = in.u32();
        in.skip(5); // its time, and which version unpacks it
        var method = in.u8();
        var length = in.u16();
        var attributes = in.u32();
        if ((flags & 0x100) != 0) {
            packed |= in.u32() << 32;
            size |= in.u32() << 32;
        }
        var name = name(in.take(length).toArray(JAVA_BYTE), (flags & 0x200) != 0);
        in.require(packed >= 0 && packed <= specimen.size() - from, "a member is inside the archive");
        var unread = (flags & 3) != 0
                ? "it is spread over volumes of the archive"
                : (flags & 4) != 0
                        ? "it is encrypted"
                        : method != STORED ? "it is packed in a way of RAR that we do not unpack" : "";
        var to = from + packed;
        if (!file) {
            examination.covers(specimen, from, to);
            if (unread.isEmpty()) {
                examination.plain(specimen.part("service " + Place.printable(name), from, to));
            }
            return to;
        }
        if (system == UNIX && (attributes & KIND) == LINK) {
            examination.note(new Finding.Departs(specimen.place(), "a link called '" + Place.printable(name) + "'"));
        }
        members.add(new Member(name, from, to, size, crc, method - STORED, -1, false, (flags & 0xe0) == 0xe0, unread));
        return to;
    }

    /// A name in the letters of some system and, behind a NUL, what makes Unicode of it; without that, it is UTF-8.
    private static String name(byte[] bytes, boolean unicode) throws Malformed {
        var nul = 0;
        while (nul < bytes.length && bytes[nul] != 0) {
            nul++;
        }
        if (!unicode) {
            return new String(bytes, 0, nul, ISO_8859_1);
        }
        return nul == bytes.length ? new String(bytes, UTF_8) : wide(bytes, nul);
    }

    /// Two bits say of each letter whether it is one byte, one byte in the row that was named, two bytes, or several
    /// letters of the other name, moved or not.
    private static String wide(byte[] bytes, int nul) throws Malformed {
        var in = new Cursor(MemorySegment.ofArray(bytes)).at(nul + 1);
        var out = new StringBuilder();
        var row = in.u8() << 8;
        var kinds = 0;
        for (var left = 0; in.left() > 0; left -= 2) {
            if (left == 0) {
                kinds = in.u8();
                left = 8;
                if (in.left() == 0) {
                    break;
                }
            }
            switch (kinds >>> left - 2 & 3) {
                case 0 -> out.append((char) in.u8());
                case 1 -> out.append((char) (in.u8() | row));
                case 2 -> out.append((char) in.u16());
                default -> {
                    var length = in.u8();
                    var moved = (length & 0x80) != 0 ? in.u8() : -1;
                    for (var i = 0; i < (length & 0x7f) + 2; i++) {
                        in.require(out.length() < nul, "a name repeats letters that are there");
                        var letter = Byte.toUnsignedInt(bytes[out.length()]);
                        out.append((char) (moved < 0 ? letter : letter + moved & 0xff | row));
                    }
                }
            }
        }
        return out.toString();
    }
}
