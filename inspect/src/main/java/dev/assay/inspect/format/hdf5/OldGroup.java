package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A group as files of every version may keep it: names in a heap, and a tree of tables that point there
/// (specification, III.A.1, III.B and III.C).
///
/// @param tree the address of the tree's root
/// @param heap the address of the local heap
record OldGroup(long tree, long heap) {

    private static final int ENTRY_TAIL = 24;
    private static final int CACHED_LINK = 2;

    /// The names and what they lead to.
    List<Link> links(Source source, Superblock superblock) throws Malformed {
        var links = new ArrayList<Link>();
        var names = LocalHeap.read(source, heap);
        var open = new ArrayDeque<Long>();
        var seen = new HashSet<Long>();
        open.add(tree);
        while (!open.isEmpty()) {
            var address = open.poll();
            if (!seen.add(address)) {
                throw new Malformed(source.place(address).offset(), "a tree has no rings");
            }
            var in = source.at(address);
            if (source.specimen().holdsAt(in.offset(), "SNOD")) {
                table(source, superblock, address, names, links);
            } else {
                children(source, superblock, address, open);
            }
        }
        return links;
    }

    private static void children(Source source, Superblock superblock, long address, ArrayDeque<Long> open)
            throws Malformed {
        var in = source.at(address, "TREE");
        in.require(in.u8() == 0, "a group's tree is a group's tree");
        in.skip(1);
        var used = in.u16();
        in.skip(2L * source.offsetSize());
        in.skip(source.lengthSize());
        for (var i = 0; i < used; i++) {
            open.add(source.address(in));
            in.skip(source.lengthSize());
        }
        var all = 8L
                + 2L * source.offsetSize()
                + 2L * superblock.groupK() * (source.offsetSize() + source.lengthSize())
                + source.lengthSize();
        source.coversUpTo(address, Math.max(all, in.offset() - superblock.base() - address));
    }

    private static void table(Source source, Superblock superblock, long address, LocalHeap names, List<Link> links)
            throws Malformed {
        var in = source.at(address, "SNOD");
        in.skip(2);
        var count = in.u16();
        for (var i = 0; i < count; i++) {
            links.add(entry(source, in, names));
        }
        var all = 8L + 2L * superblock.leafK() * (2L * source.offsetSize() + ENTRY_TAIL);
        source.coversUpTo(address, Math.max(all, in.offset() - superblock.base() - address));
    }

    private static Link entry(Source source, Cursor in, LocalHeap names) throws Malformed {
        var name = names.text(Source.number(in, source.offsetSize()));
        var header = source.address(in);
        var cached = in.u32();
        in.skip(4);
        var scratch = in.offset();
        var target = in.u32();
        in.at(scratch + 16);
        return cached == CACHED_LINK ? new Link.Soft(name, names.text(target)) : new Link.Hard(name, header);
    }
}
