package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;

/// Where the elements of a data set stand (specification, IV.A.2.i). They are numbers, texts or references: nobody
/// interprets them, so they are looked at only where they begin like a file.
final class Layout {

    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;

    private final Source source;
    private final Superblock superblock;
    private final GlobalHeap heap;
    private final String path;
    private final Dataspace space;
    private final Datatype type;
    private final boolean outside;

    /// @param outside whether the bytes of a contiguous layout stand in other files
    Layout(
            Source source,
            Superblock superblock,
            GlobalHeap heap,
            String path,
            Dataspace space,
            Datatype type,
            boolean outside) {
        this.source = source;
        this.superblock = superblock;
        this.heap = heap;
        this.path = path;
        this.space = space;
        this.type = type;
        this.outside = outside;
    }

    void read(Cursor in) throws Malformed {
        var version = in.u8();
        in.require(version >= 1 && version <= 5, "a layout is of version 1 to 5");
        if (version < 3) {
            old(in);
            return;
        }
        var kind = in.u8();
        switch (kind) {
            case COMPACT -> data(in.take(in.u16()));
            case CONTIGUOUS -> contiguous(source.address(in), source.length(in));
            case CHUNKED -> {
                if (version == 3) {
                    var rank = in.u8();
                    oldChunks(source.address(in), rank);
                } else {
                    new Chunks(source, this::chunk).read(in, space, version);
                }
            }
            case VIRTUAL -> virtual(in);
            default -> throw new Malformed(in.offset(), "a data set is compact, contiguous, in chunks or virtual");
        }
    }

    private void old(Cursor in) throws Malformed {
        var rank = in.u8();
        var kind = in.u8();
        in.skip(5);
        var address = kind == COMPACT ? Source.UNDEFINED : source.address(in);
        in.skip(4L * rank);
        switch (kind) {
            case COMPACT -> data(in.take(in.u32()));
            case CONTIGUOUS -> contiguous(address, Dataspace.times(space.count(), type.size()));
            case CHUNKED -> oldChunks(address, rank);
            default -> throw new Malformed(in.offset(), "a data set is compact, contiguous or in chunks");
        }
    }

    private void contiguous(long address, long size) throws Malformed {
        if (outside || address == Source.UNDEFINED) {
            return;
        }
        chunk(address, size);
    }

    private void oldChunks(long tree, int rank) throws Malformed {
        if (tree != Source.UNDEFINED) {
            new Chunks(source, this::chunk).oldTree(tree, rank, superblock.chunkK());
        }
    }

    private void chunk(long address, long size) throws Malformed {
        source.covers(address, size);
        look(source.part(path, address, size));
    }

    private void data(MemorySegment bytes) {
        look(source.specimen().member(path, bytes));
    }

    private void look(Specimen data) {
        if (Beginnings.ofAFile(data, 0, data.size())) {
            source.examination().plain(data);
        }
    }

    /// A list of pieces of other data sets, in this file or others (specification, VII.D).
    private void virtual(Cursor in) throws Malformed {
        var list = heap.indexed(in);
        if (list == null) {
            return;
        }
        var pieces = new Cursor(list);
        pieces.skip(1);
        var count = source.length(pieces);
        if (count == 0) {
            return;
        }
        var name = new StringBuilder();
        for (var it = pieces.u8(); it != 0; it = pieces.u8()) {
            name.append((char) it);
        }
        if (!name.toString().equals(".") || count > 1) {
            source.note(Outside.file(
                    source.specimen().place(),
                    name.toString(),
                    "one of the " + count + " pieces of a virtual data set"));
        }
    }
}
