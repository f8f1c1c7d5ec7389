package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The chunks of a data set that grows along one dimension: an index block with the first addresses, then data blocks,
/// ever larger, and blocks that list those (specification, VII.C.5).
final class ExtensibleArray {

    private final Source source;
    private final Chunks.Taker taker;
    private final long bytes;
    private final boolean filtered;
    private final int entry;
    private final int bits;
    private final int inIndex;
    private final int smallest;
    private final int pointers;
    private final long page;
    private final long index;

    /// @param bytes of a chunk that is not packed
    ExtensibleArray(Source source, long address, Chunks.Taker taker, long bytes) throws Malformed {
        this.source = source;
        this.taker = taker;
        this.bytes = bytes;
        var in = source.at(address, "EAHD");
        in.skip(1);
        this.filtered = in.u8() == 1;
        this.entry = in.u8();
        this.bits = in.u8();
        this.inIndex = in.u8();
        this.smallest = in.u8();
        this.pointers = in.u8();
        var pageBits = in.u8();
        in.require(
                pageBits < 32
                        && bits <= 64
                        && Integer.bitCount(smallest) == 1
                        && Integer.bitCount(pointers) == 1
                        && pointers > 1
                        && log2(smallest) <= bits,
                "the blocks of an index double in size");
        in.require(
                entry >= source.offsetSize() + (filtered ? 5 : 0) && entry <= source.offsetSize() + 12,
                "an element of an index is an address, and a length if chunks are packed");
        this.page = 1L << pageBits;
        in.skip(6L * source.lengthSize());
        this.index = source.address(in);
        in.skip(4);
        source.covers(address, in.offset() - source.at(address).offset());
    }

    void read() throws Malformed {
        if (index == Source.UNDEFINED) {
            return;
        }
        var in = source.at(index, "EAIB");
        in.skip(2 + source.offsetSize());
        elements(in, inIndex);
        var direct = 2 * log2(pointers);
        for (var level = 0; level < direct; level++) {
            for (var i = 0L; i < blocks(level); i++) {
                var block = source.address(in);
                if (block != Source.UNDEFINED) {
                    data(block, length(level), null, 0);
                }
            }
        }
        var levels = 1 + bits - log2(smallest);
        for (var level = direct; level < levels; level++) {
            var block = source.address(in);
            if (block != Source.UNDEFINED) {
                listed(block, level);
            }
        }
        in.skip(4);
        source.covers(index, in.offset() - source.at(index).offset());
    }

    /// Data blocks of this level.
    private static long blocks(int level) {
        return 1L << level / 2;
    }

    /// Elements of each of them.
    private long length(int level) {
        return (1L << (level + 1) / 2) * smallest;
    }

    /// A block that lists the data blocks of one level.
    private void listed(long address, int level) throws Malformed {
        var in = source.at(address, "EASB");
        in.skip(2 + source.offsetSize() + (bits + 7) / 8);
        var length = length(level);
        var count = in.count(blocks(level), source.offsetSize());
        var pages = length > page ? length / page : 0;
        var written = in.take(count * ((pages + 7) / 8));
        for (var i = 0; i < count; i++) {
            var block = source.address(in);
            if (block != Source.UNDEFINED) {
                data(block, length, written, i * pages);
            }
        }
        in.skip(4);
        source.covers(address, in.offset() - source.at(address).offset());
    }

    /// @param written which pages were, a bit each from the first one on
    private void data(long address, long length, @Nullable MemorySegment written, long first) throws Malformed {
        var in = source.at(address, "EADB");
        in.skip(2 + source.offsetSize() + (bits + 7) / 8);
        if (length <= page) {
            elements(in, length);
            in.skip(4);
        } else {
            in.skip(4);
            for (var i = 0L; i < length / page; i++) {
                if (written == null || isSet(written, first + i)) {
                    elements(in, page);
                } else {
                    in.skip(page * entry);
                }
                in.skip(4);
            }
        }
        source.covers(address, in.offset() - source.at(address).offset());
    }

    private static boolean isSet(MemorySegment bits, long index) {
        return index / 8 < bits.byteSize()
                && (bits.get(ValueLayout.JAVA_BYTE, index / 8) & 0x80 >> (int) (index % 8)) != 0;
    }

    private void elements(Cursor in, long length) throws Malformed {
        in.count(length, entry);
        for (var i = 0L; i < length; i++) {
            var chunk = source.address(in);
            var size = bytes;
            if (filtered) {
                size = Source.number(in, entry - source.offsetSize() - 4);
                in.skip(4);
            } else {
                in.skip(entry - source.offsetSize());
            }
            if (chunk != Source.UNDEFINED) {
                taker.chunk(chunk, size);
            }
        }
    }

    private static int log2(int power) {
        return 31 - Integer.numberOfLeadingZeros(power);
    }
}
