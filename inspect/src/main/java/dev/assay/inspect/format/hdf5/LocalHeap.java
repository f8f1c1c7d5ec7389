package dev.assay.inspect.format.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;

/// The names of an old group, and of files outside (specification, III.D).
///
/// @param at where the texts begin in the file
record LocalHeap(MemorySegment texts, long at) {

    private static final int LONGEST = 64 << 10;

    static LocalHeap read(Source source, long address) throws Malformed {
        var in = source.at(address, "HEAP");
        in.skip(4);
        var size = source.length(in);
        source.length(in);
        var data = source.address(in);
        source.covers(address, 8L + 2L * source.lengthSize() + source.offsetSize());
        source.covers(data, size);
        return new LocalHeap(source.bytes(data, size), source.place(data).offset());
    }

    /// The text here, which ends with a NUL.
    String text(long offset) throws Malformed {
        for (var end = offset; end >= 0 && end < texts.byteSize() && end - offset < LONGEST; end++) {
            if (texts.get(JAVA_BYTE, end) == 0) {
                return new String(texts.asSlice(offset, end - offset).toArray(JAVA_BYTE), UTF_8);
            }
        }
        throw new Malformed(at, "a name ends inside its heap");
    }
}
