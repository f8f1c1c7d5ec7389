package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Texts and sequences of any length, which elements point to (specification, III.E).
final class GlobalHeap {

    static final String SIGNATURE = "GCOL";

    private final Source source;
    private final Map<Long, Map<Integer, MemorySegment>> collections = new HashMap<>();
    private final Set<Long> looked = new HashSet<>();

    GlobalHeap(Source source) {
        this.source = source;
    }

    /// What an element of an attribute or a data set points to, or null if to nothing.
    @Nullable
    MemorySegment object(Cursor in) throws Malformed {
        in.skip(4);
        return indexed(in);
    }

    /// The same, without the length before it.
    @Nullable
    MemorySegment indexed(Cursor in) throws Malformed {
        var address = source.address(in);
        var index = (int) in.u32();
        if (address == Source.UNDEFINED || address == 0 && index == 0) {
            return null;
        }
        var object = collection(address).get(index);
        in.require(object != null, "an element points to an object of its heap");
        return object;
    }

    /// The objects of the collection at this address, by their numbers. What they hold is looked at once: a sequence of
    /// bytes may be a file of its own, as PyTables keeps objects.
    Map<Integer, MemorySegment> collection(long address) throws Malformed {
        var known = collections.get(address);
        if (known != null) {
            return known;
        }
        var objects = new HashMap<Integer, MemorySegment>();
        var in = source.at(address, SIGNATURE);
        in.require(in.u8() == 1, "a heap of texts is of version 1");
        in.skip(3);
        var size = source.length(in);
        in.require(size <= source.at(address).left(), "a heap ends inside the file");
        var from = source.at(address).offset();
        var end = source.at(address).offset() + size;
        while (end - in.offset() >= 8 + source.lengthSize()) {
            var index = in.u16();
            in.skip(6);
            var length = source.length(in);
            if (index == 0) { // what is free, to the end
                var free = source.specimen().part("free@0x" + Long.toHexString(in.offset()), in.offset(), end);
                if (Beginnings.ofAFile(free, 0, free.size())) {
                    source.examination().plain(free);
                }
                break;
            }
            in.require(length <= end - in.offset(), "an object ends inside its heap");
            objects.put(index, in.take(length));
            in.skip(Math.min(end - in.offset(), -length & 7));
        }
        source.covers(address, end - from);
        collections.put(address, objects);
        look(address, objects);
        return objects;
    }

    /// Reads the collection at this address, and says how long it is.
    long sized(long address) throws Malformed {
        collection(address);
        var in = source.at(address, SIGNATURE);
        in.skip(4);
        return source.length(in);
    }

    private void look(long address, Map<Integer, MemorySegment> objects) {
        if (looked.add(address)) {
            objects.forEach((index, bytes) -> {
                var member = source.specimen().member("heap@0x" + Long.toHexString(address) + "#" + index, bytes);
                if (Beginnings.ofAFile(member, 0, member.size())) {
                    source.examination().plain(member);
                }
            });
        }
    }
}
