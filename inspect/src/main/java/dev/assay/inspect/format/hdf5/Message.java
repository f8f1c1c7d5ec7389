package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// One message of an object header: what is said of a group, a data set or a type (specification, IV.A).
///
/// @param at where its body stands in the file
record Message(int type, int flags, long at, MemorySegment body) {

    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int LINK = 0x06;
    static final int EXTERNAL = 0x07;
    static final int LAYOUT = 0x08;
    static final int FILTERS = 0x0b;
    static final int ATTRIBUTE = 0x0c;
    static final int SHARED_TABLE = 0x0f;
    static final int CONTINUATION = 0x10;
    static final int SYMBOL_TABLE = 0x11;
    static final int TREE_SIZES = 0x13;
    static final int DRIVER = 0x14;
    static final int ATTRIBUTE_INFO = 0x15;

    /// The last type that the specification or the library knows of.
    static final int LAST = 0x18;

    private static final int SHARED = 2;

    private record Block(long address, long length, boolean first) {}

    /// Whether the body only says where the message is.
    boolean shared() {
        return (flags & SHARED) != 0;
    }

    Cursor cursor() {
        return new Cursor(body);
    }

    /// All messages of the object header at this address.
    static List<Message> all(Source source, long address) throws Malformed {
        return source.specimen().holdsAt(source.at(address).offset(), "OHDR")
                ? recent(source, address)
                : old(source, address);
    }

    private static List<Message> old(Source source, long address) throws Malformed {
        var in = source.at(address);
        in.require(in.u8() == 1, "an object header is of version 1 or 2");
        in.skip(7);
        var size = in.u32();
        in.skip(4);
        source.covers(address, 16);
        return blocks(source, new Block(address + 16, size, true), false, 8, false);
    }

    private static List<Message> recent(Source source, long address) throws Malformed {
        var in = source.at(address, "OHDR");
        in.require(in.u8() == 2, "an object header is of version 1 or 2");
        var flags = in.u8();
        in.skip((flags & 32) == 0 ? 0 : 16);
        in.skip((flags & 16) == 0 ? 0 : 4);
        var size = Source.number(in, 1 << (flags & 3));
        var head = in.offset() - source.at(address).offset();
        source.covers(address, head);
        var ordered = (flags & 4) != 0;
        return blocks(source, new Block(address + head, size, true), true, ordered ? 6 : 4, ordered);
    }

    /// The messages of the first block and of those that continue it.
    private static List<Message> blocks(Source source, Block first, boolean signed, int head, boolean ordered)
            throws Malformed {
        var messages = new ArrayList<Message>();
        var open = new ArrayDeque<Block>();
        var seen = new HashSet<Long>();
        open.add(first);
        while (!open.isEmpty()) {
            var block = open.poll();
            if (!seen.add(block.address)) {
                throw new Malformed(source.place(block.address).offset(), "an object header has no rings");
            }
            var in = source.at(block.address);
            var checksum = signed ? 4 : 0;
            if (signed && !block.first) {
                in = source.at(block.address, "OCHK");
            }
            // a first block of version 2 does not count its checksum, later ones do
            source.covers(block.address, block.length + (block.first ? checksum : 0));
            var end = source.at(block.address).offset() + block.length - (block.first ? 0 : checksum);
            while (end - in.offset() >= head) {
                var message = signed ? recent(in, ordered) : old(in);
                if (in.offset() > end) {
                    throw new Malformed(message.at, "a message ends inside its block");
                }
                if (message.type == CONTINUATION) {
                    var where = message.cursor();
                    open.add(new Block(source.address(where), source.length(where), false));
                }
                messages.add(message);
            }
        }
        return messages;
    }

    private static Message old(Cursor in) throws Malformed {
        var type = in.u16();
        var size = in.u16();
        var flags = in.u8();
        in.skip(3);
        return new Message(type, flags, in.offset(), in.take(size));
    }

    private static Message recent(Cursor in, boolean ordered) throws Malformed {
        var type = in.u8();
        var size = in.u16();
        var flags = in.u8();
        in.skip(ordered ? 2 : 0);
        return new Message(type, flags, in.offset(), in.take(size));
    }
}
