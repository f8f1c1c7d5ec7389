package dev.assay.inspect.format.rar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Paths;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/// The blocks of version 5: a checksum, a length, a kind, flags, and what goes with the kind.
final class Fifth {

    private static final int LONGEST_HEADER = 2 << 20;
    private static final int MAIN = 1;
    private static final int FILE = 2;
    private static final int SERVICE = 3;
    private static final int ENCRYPTED = 4;
    private static final int END = 5;
    private static final int LINK = 5;
    private static final String VOLUMES = "it is spread over volumes of the archive";

    private final Specimen specimen;
    private final Examination examination;
    private final Members members;

    Fifth(Specimen specimen, Examination examination, Members members) {
        this.specimen = specimen;
        this.examination = examination;
        this.members = members;
    }

    private record Block(int kind, long flags, Cursor in, MemorySegment extra, long from, long to) {

        boolean is(int flag) {
            return (flags & flag) != 0;
        }
    }

    /// @return the first byte behind the archive
    long read(long from) throws Malformed {
        for (var at = from; at < specimen.size(); ) {
            var block = block(at);
            examination.covers(specimen, at == from ? 0 : at, block.from);
            switch (block.kind) {
                case MAIN -> main(block);
                case FILE -> file(block);
                case SERVICE -> service(block);
                case ENCRYPTED -> {
                    examination.note(new Finding.Eludes(specimen.place().at(at), "the archive is encrypted"));
                    return specimen.size();
                }
                case END -> {
                    if ((number(block.in) & 1) != 0) {
                        examination.note(new Finding.Eludes(specimen.place().at(at), "the archive goes on elsewhere"));
                    }
                    return block.to;
                }
                default ->
                    examination.note(new Finding.Departs(
                            specimen.place().at(at), "a block of kind " + block.kind + ", which nobody knows"));
            }
            at = block.to;
        }
        examination.note(new Finding.Departs(specimen.place().at(specimen.size()), "the archive has no end"));
        return specimen.size();
    }

    private Block block(long at) throws Malformed {
        var in = specimen.cursor().at(at);
        var crc = in.u32();
        var summed = in.offset();
        var length = number(in);
        in.require(length > 0 && length <= LONGEST_HEADER, "a block's header is at most 2 MiB");
        var begin = in.offset();
        var end = begin + length;
        in.require(end <= specimen.size(), "a block's header is inside the archive");
        var sum = new CRC32();
        sum.update(specimen.bytes().asSlice(summed, end - summed).toArray(JAVA_BYTE));
        in.require(sum.getValue() == crc, "a block's header is as its checksum says");
        var header = new Cursor(specimen.bytes().asSlice(begin, length));
        var kind = number(header);
        var flags = number(header);
        var extra = (flags & 1) != 0 ? number(header) : 0;
        var data = (flags & 2) != 0 ? number(header) : 0;
        in.require(kind <= 255 && extra >= 0 && extra <= header.left(), "what is extra is inside the header");
        in.require(data >= 0 && data <= specimen.size() - end, "a block's bytes are inside the archive");
        return new Block((int) kind, flags, header, specimen.bytes().asSlice(end - extra, extra), end, end + data);
    }

    private void main(Block block) throws Malformed {
        if ((number(block.in) & 1) != 0) {
            examination.note(new Finding.Eludes(specimen.place(), "the archive is one of several volumes"));
        }
    }

    private void file(Block block) throws Malformed {
        members.add(member(block, true));
    }

    /// Comments, the list for quick opening, recovery records: not unpacked by those who unpack the archive.
    private void service(Block block) throws Malformed {
        var it = member(block, false);
        examination.covers(specimen, block.from, block.to);
        if (it.method() == 0 && it.unread().isEmpty()) {
            examination.plain(specimen.part("service " + it.name(), block.from, block.to));
        }
    }

    private Member member(Block block, boolean file) throws Malformed {
        var in = block.in;
        var flags = number(in);
        var size = number(in);
        number(in); // attributes
        in.skip((flags & 2) != 0 ? 4 : 0);
        var crc = (flags & 4) != 0 ? in.u32() : -1;
        var how = number(in);
        number(in); // the system it is from
        var length = number(in);
        in.require(length >= 0 && length <= in.left(), "a name is inside its header");
        var name = new String(in.take(length).toArray(JAVA_BYTE), UTF_8);
        var unread = block.is(0x18) ? VOLUMES : "";
        for (var extra = new Cursor(block.extra); extra.left() > 0; ) {
            var record = number(extra);
            extra.require(record > 0 && record <= extra.left(), "a record is inside what is extra");
            var fields = new Cursor(extra.take(record));
            var kind = number(fields);
            if (kind == 1) {
                unread = "it is encrypted";
            } else if (kind == LINK && file) {
                link(name, fields);
            }
        }
        var version = how & 0x3f;
        var method = (int) (how >>> 7 & 7);
        var window = version == 0 ? 128L << 10 << (how >>> 10 & 15) : -1;
        if (method > 5 || method > 0 && version > 0) {
            unread = unread.isEmpty() ? "it is packed in a way of RAR that we do not unpack" : unread;
        }
        return new Member(
                name,
                block.from,
                block.to,
                (flags & 8) != 0 ? -1 : size,
                crc,
                method,
                window,
                (how & 0x40) != 0,
                (flags & 1) != 0,
                unread);
    }

    private void link(String name, Cursor fields) throws Malformed {
        number(fields);
        number(fields);
        var length = number(fields);
        fields.require(length >= 0 && length <= fields.left(), "a name is inside its record");
        var target = new String(fields.take(length).toArray(JAVA_BYTE), UTF_8);
        examination.note(new Finding.Departs(
                specimen.place(), "a link called '" + Place.printable(name) + "' to " + Place.printable(target)));
        if (Paths.leave(name, target)) {
            examination.note(new Finding.Escapes(specimen.place(), Place.printable(target)));
        }
    }

    /// Seven bits a byte, the lowest first.
    private static long number(Cursor in) throws Malformed {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7) {
            var next = in.u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        in.require(false, "a number is below 2^63");
        return value;
    }
}
