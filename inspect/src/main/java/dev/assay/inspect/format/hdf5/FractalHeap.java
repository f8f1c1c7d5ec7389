package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;

/// Links and attributes where there are many of them, or large ones (specification, III.G).
final class FractalHeap {

    /// Lists of what is free are short; a longer one is not believed.
    private static final long MOST_FREE = 1 << 20;

    private record Block(long address, long size) {}

    private record Indirect(long address, long offset, int rows) {}

    private final Source source;
    private final int offsetWidth;
    private final int lengthWidth;
    private final int idLength;
    private final long startSize;
    private final long largestDirect;
    private final int width;
    private final Set<Long> seen = new HashSet<>();
    /// Direct blocks by where they stand in the heap's own order.
    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    /// Objects too large for a block, by their numbers.
    private final Map<Long, Block> huge = new HashMap<>();

    /// Finds all blocks of the heap at this address.
    FractalHeap(Source source, long address) throws Malformed {
        this.source = source;
        var in = source.at(address, "FRHP");
        in.require(in.u8() == 0, "a heap of links or attributes is of version 0");
        this.idLength = in.u16();
        var filters = in.u16();
        in.require(filters == 0, "the heaps we read are not packed");
        in.skip(1);
        var largest = in.u32();
        source.length(in);
        var hugeTree = source.address(in);
        source.length(in);
        var space = source.address(in);
        in.skip(8L * source.lengthSize());
        this.width = in.u16();
        this.startSize = source.length(in);
        this.largestDirect = source.length(in);
        var bits = in.u16();
        in.skip(2);
        var root = source.address(in);
        var rows = in.u16();
        in.skip(4);
        source.covers(address, in.offset() - source.at(address).offset());
        in.require(
                Long.bitCount(startSize) == 1
                        && Long.bitCount(largestDirect) == 1
                        && startSize <= largestDirect
                        && width > 0
                        && bits <= 64,
                "a heap's blocks double in size");
        this.offsetWidth = (bits + 7) / 8;
        this.lengthWidth =
                Math.min((log2(largestDirect) + 7) / 8, (63 - Long.numberOfLeadingZeros(Math.max(1, largest))) / 8 + 1);
        if (root != Source.UNDEFINED) {
            if (rows == 0) {
                direct(root, 0, startSize);
            } else {
                indirect(new Indirect(root, 0, rows));
            }
        }
        if (hugeTree != Source.UNDEFINED) {
            large(hugeTree);
        }
        if (space != Source.UNDEFINED) {
            freeSpace(space);
        }
    }

    private void direct(long address, long offset, long size) throws Malformed {
        source.at(address, "FHDB");
        source.covers(address, size);
        blocks.put(offset, new Block(address, size));
    }

    private void indirect(Indirect root) throws Malformed {
        var open = new ArrayDeque<Indirect>();
        open.add(root);
        var directRows = log2(largestDirect) - log2(startSize) + 2;
        while (!open.isEmpty()) {
            var block = open.poll();
            if (!seen.add(block.address)) {
                throw new Malformed(source.place(block.address).offset(), "a heap has no rings");
            }
            var in = source.at(block.address, "FHIB");
            in.require(block.rows <= 64, "a heap has at most 64 rows of blocks");
            in.skip(1 + source.offsetSize() + offsetWidth);
            var offset = block.offset;
            for (var row = 0; row < block.rows; row++) {
                var size = row == 0 ? startSize : startSize << row - 1;
                in.require(size > 0, "a heap's blocks double in size");
                for (var column = 0; column < width; column++) {
                    var child = source.address(in);
                    if (child != Source.UNDEFINED && row < directRows) {
                        direct(child, offset, size);
                    } else if (child != Source.UNDEFINED) {
                        open.add(new Indirect(child, offset, log2(size) - log2(startSize * width) + 1));
                    }
                    offset += size;
                }
            }
            in.skip(4);
            source.covers(block.address, in.offset() - source.at(block.address).offset());
        }
    }

    /// Objects that stand outside of the blocks: address, length and number each.
    private void large(long tree) throws Malformed {
        for (var record : Tree2.records(source, tree)) {
            var in = new Cursor(record);
            var address = source.address(in);
            var length = source.length(in);
            source.covers(address, length);
            if (in.left() >= source.lengthSize()) { // else identifiers say it all
                huge.put(source.length(in), new Block(address, length));
            }
        }
    }

    /// The list of what is free is of no interest, but it is part of the file.
    private void freeSpace(long address) throws Malformed {
        var in = source.at(address, "FSHD");
        in.skip(2 + 4L * source.lengthSize() + 8);
        source.length(in);
        var sections = source.address(in);
        var used = source.length(in);
        var allocated = source.length(in);
        in.skip(4);
        source.covers(address, in.offset() - source.at(address).offset());
        if (sections != Source.UNDEFINED) {
            source.at(sections, "FSSE");
            source.covers(sections, Math.min(MOST_FREE, Math.max(used, allocated)));
        }
    }

    /// The object of this identifier.
    MemorySegment object(Cursor in) throws Malformed {
        var id = new Cursor(in.take(idLength));
        var flags = id.u8();
        return switch (flags >> 4 & 3) {
            case 0 -> managed(id);
            case 1 -> large(id);
            case 2 -> id.take((idLength > 18 ? (flags & 15) << 8 | id.u8() : flags & 15) + 1);
            default -> throw new Malformed(0, "an object stands in a block, outside of it, or in its identifier");
        };
    }

    private MemorySegment managed(Cursor id) throws Malformed {
        var offset = Source.number(id, offsetWidth);
        var length = Source.number(id, lengthWidth);
        Entry<Long, Block> block = blocks.floorEntry(offset);
        if (block == null || length > block.getValue().size - (offset - block.getKey())) {
            throw new Malformed(0, "an object ends inside its block");
        }
        return source.bytes(block.getValue().address + (offset - block.getKey()), length);
    }

    private MemorySegment large(Cursor id) throws Malformed {
        var direct = idLength >= 1 + source.offsetSize() + source.lengthSize();
        var block = direct
                ? new Block(source.address(id), source.length(id))
                : huge.get(Source.number(id, Math.min(idLength - 1, source.lengthSize())));
        if (block == null) {
            throw new Malformed(0, "a large object is listed by its heap");
        }
        source.covers(block.address, block.size);
        return source.bytes(block.address, block.size);
    }

    private static int log2(long power) {
        return 63 - Long.numberOfLeadingZeros(power);
    }
}
