package dev.assay.inspect.format.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// A named value of a group or a data set (specification, IV.A.2.m).
///
/// Texts are examined: Keras keeps a model's configuration in one, PyTables keeps objects in them, pickled.
record Attribute(String name, Datatype type, Dataspace space, MemorySegment data) {

    /// What Keras reads as JSON, and builds.
    private static final Set<String> LOADED = Set.of("model_config", "training_config");

    private static final int SHORTEST = 8;
    private static final int LONGEST_NAME = 64 << 10;
    private static final int MOST_TEXTS = 10_000;

    static Attribute read(Source source, Cursor in) throws Malformed {
        var version = in.u8();
        in.require(version >= 1 && version <= 3, "an attribute is of version 1 to 3");
        var flags = in.u8();
        var nameSize = in.u16();
        var typeSize = in.u16();
        var spaceSize = in.u16();
        in.skip(version == 3 ? 1 : 0);
        var padded = version == 1 ? 8 : 1;
        var name = name(in.take(up(nameSize, padded)));
        var typed = new Cursor(in.take(up(typeSize, padded)));
        var spaced = new Cursor(in.take(up(spaceSize, padded)));
        in.require((flags & 2) == 0, "an attribute's space is its own"); // no library has ever shared one
        var type = version > 1 && (flags & 1) != 0 ? Datatype.committed(source, typed) : Datatype.read(typed);
        return new Attribute(name, type, Dataspace.read(source, spaced), in.rest());
    }

    private static long up(int size, int padded) {
        return (long) (size + padded - 1) / padded * padded;
    }

    private static String name(MemorySegment bytes) throws Malformed {
        if (bytes.byteSize() > LONGEST_NAME) {
            throw new Malformed(0, "a name is at most " + LONGEST_NAME + " bytes");
        }
        return new String(trimmed(bytes).toArray(JAVA_BYTE), UTF_8);
    }

    /// Examines what the attribute holds.
    ///
    /// @param owner the path of the object it is an attribute of
    void examine(Source source, GlobalHeap heap, String owner) throws Malformed {
        var place = owner + "@" + name;
        if (type.isSequence()) {
            var in = new Cursor(data);
            var count = Math.min(space.count(), MOST_TEXTS + 1L);
            for (var i = 0L; i < count; i++) {
                if (i == MOST_TEXTS) {
                    source.eludes(0, "an attribute has more than " + MOST_TEXTS + " texts");
                    return;
                }
                var text = heap.object(in);
                if (text != null) {
                    hand(source, source.specimen().member(place, text));
                }
            }
        } else {
            var size = Dataspace.times(space.count(), type.size());
            new Cursor(data).require(size <= data.byteSize(), "an attribute's data end inside it");
            var all = data.asSlice(0, size);
            hand(source, source.specimen().member(place, type.isText() && space.count() == 1 ? trimmed(all) : all));
        }
    }

    private void hand(Source source, Specimen value) {
        if (LOADED.contains(name) && value.size() > 0) {
            source.examination().enter(value);
        } else if (value.size() >= SHORTEST && (isText() || Beginnings.ofAFile(value, 0, value.size()))) {
            source.examination().plain(value);
        }
    }

    private boolean isText() {
        return type.isText() || type.isSequence() || type.size() == 1;
    }

    /// Fixed lengths are filled up with NULs. Some readers stop at the first, and some take off those at the end; what
    /// the latter see is more.
    private static MemorySegment trimmed(MemorySegment text) {
        var end = text.byteSize();
        while (end > 0 && text.get(JAVA_BYTE, end - 1) == 0) {
            end--;
        }
        return text.asSlice(0, end);
    }
}
