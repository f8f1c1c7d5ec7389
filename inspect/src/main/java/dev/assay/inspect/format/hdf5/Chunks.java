package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.ArrayDeque;
import java.util.HashSet;

/// Finds the chunks of a data set through whichever index it has (specification, III.A and VII.C).
final class Chunks {

    private static final int SINGLE = 1;
    private static final int IMPLICIT = 2;
    private static final int FIXED = 3;
    private static final int EXTENSIBLE = 4;
    private static final int TREE = 5;
    private static final int FILTERED = 2;

    /// Takes each chunk as it is found.
    interface Taker {
        void chunk(long address, long size) throws Malformed;
    }

    private final Source source;
    private final Taker taker;

    Chunks(Source source, Taker taker) {
        this.source = source;
        this.taker = taker;
    }

    /// The tree of files of every version: a chunk's size, filters and place before its address.
    void oldTree(long root, int rank, int chunkK) throws Malformed {
        var open = new ArrayDeque<Long>();
        var seen = new HashSet<Long>();
        open.add(root);
        while (!open.isEmpty()) {
            var address = open.poll();
            if (!seen.add(address)) {
                throw new Malformed(source.place(address).offset(), "a tree has no rings");
            }
            var in = source.at(address, "TREE");
            in.require(in.u8() == 1, "a data set's tree is a data set's tree");
            var level = in.u8();
            var used = in.u16();
            in.skip(2L * source.offsetSize());
            for (var i = 0; i < used; i++) {
                var size = in.u32();
                in.skip(4 + 8L * rank);
                var child = source.address(in);
                if (level == 0) {
                    taker.chunk(child, size);
                } else {
                    open.add(child);
                }
            }
            var key = 8 + 8L * rank;
            var all = 8L + 2L * source.offsetSize() + 2L * chunkK * (key + source.offsetSize()) + key;
            var read = in.offset() - source.at(address).offset();
            source.coversUpTo(address, Math.max(all, read));
        }
    }

    /// The rest of a chunked layout of version 4 or 5.
    void read(Cursor in, Dataspace space, int version) throws Malformed {
        var flags = in.u8();
        var rank = in.u8();
        var width = in.u8();
        in.require(rank == space.dimensions().size() + 1, "a chunk has the dimensions of its data set");
        var bytes = 1L;
        var chunks = 1L;
        for (var i = 0; i < rank; i++) {
            var dimension = Source.number(in, width);
            in.require(dimension > 0, "a chunk is not empty");
            bytes = Dataspace.times(bytes, dimension);
            if (i < space.dimensions().size()) {
                var whole = space.dimensions().get(i);
                chunks = Dataspace.times(chunks, whole / dimension + (whole % dimension == 0 ? 0 : 1));
            }
        }
        var kind = in.u8();
        switch (kind) {
            case SINGLE -> {
                var size = bytes;
                if ((flags & FILTERED) != 0) {
                    size = source.length(in);
                    in.skip(4);
                }
                one(source.address(in), size);
            }
            case IMPLICIT -> one(source.address(in), Dataspace.times(bytes, chunks));
            case FIXED -> {
                in.skip(1);
                fixed(source.address(in), bytes);
            }
            case EXTENSIBLE -> {
                in.skip(5);
                var address = source.address(in);
                if (address != Source.UNDEFINED) {
                    new ExtensibleArray(source, address, taker, bytes).read();
                }
            }
            case TREE -> {
                in.skip(6);
                tree(source.address(in), bytes, rank - 1);
            }
            default -> source.eludes(0, "its chunks are listed by index " + kind + ", which we do not read yet");
        }
    }

    private void one(long address, long size) throws Malformed {
        if (address != Source.UNDEFINED) {
            taker.chunk(address, size);
        }
    }

    /// An array of addresses, behind a header, in pages if it is long.
    private void fixed(long address, long bytes) throws Malformed {
        if (address == Source.UNDEFINED) {
            return;
        }
        var in = source.at(address, "FAHD");
        in.skip(1);
        var filtered = in.u8() == 1;
        var entry = in.u8();
        var pageBits = in.u8();
        in.require(pageBits < 32, "a page has less than 2^32 elements");
        var count = source.length(in);
        var block = source.address(in);
        in.skip(4);
        source.covers(address, in.offset() - source.at(address).offset());
        if (block == Source.UNDEFINED) {
            return;
        }
        var data = source.at(block, "FADB");
        data.skip(2 + source.offsetSize());
        var page = 1L << pageBits;
        var paged = count > page;
        data.count(count, Math.max(1, entry));
        data.skip(paged ? ((count + page - 1) / page + 7) / 8 + 4 : 0);
        for (var i = 0L; i < count; i++) {
            var chunk = source.address(data);
            var size = bytes;
            if (filtered) {
                size = Source.number(data, entry - source.offsetSize() - 4);
                data.skip(4);
            }
            one(chunk, size);
            data.skip(paged && (i + 1) % page == 0 ? 4 : 0);
        }
        data.skip(paged && count % page == 0 ? 0 : 4);
        source.covers(block, data.offset() - source.at(block).offset());
    }

    private void tree(long address, long bytes, int dimensions) throws Malformed {
        if (address == Source.UNDEFINED) {
            return;
        }
        for (var record : Tree2.records(source, address)) {
            var in = new Cursor(record);
            var chunk = source.address(in);
            var rest = in.left() - 8L * dimensions;
            one(chunk, rest > 4 ? Source.number(in, (int) Math.min(8, rest - 4)) : bytes);
        }
    }
}
