package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A B-tree of version 2: records of one kind, in nodes of one size (specification, III.A.2).
final class Tree2 {

    private static final int FRAME = 10;

    private record Node(long address, int records, int depth) {}

    private final Source source;
    private final long nodeSize;
    private final int recordSize;
    private final int countSize;
    private final int[] totalSize;
    private final List<MemorySegment> records = new ArrayList<>();

    private Tree2(Source source, long nodeSize, int recordSize, int depth) {
        this.source = source;
        this.nodeSize = nodeSize;
        this.recordSize = recordSize;
        var most = (nodeSize - FRAME) / recordSize;
        this.countSize = width(most);
        this.totalSize = new int[depth + 1];
        for (var i = 1; i <= depth; i++) {
            var pointer = source.offsetSize() + countSize + totalSize[i - 1];
            var here = (nodeSize - FRAME - pointer) / (recordSize + pointer);
            most = Math.min(Long.MAX_VALUE >> 20, (here + 1) * most + here);
            totalSize[i] = width(most);
        }
    }

    /// The bytes a number up to this takes.
    private static int width(long most) {
        return (63 - Long.numberOfLeadingZeros(Math.max(1, most))) / 8 + 1;
    }

    /// All records of the tree at this address.
    static List<MemorySegment> records(Source source, long address) throws Malformed {
        var in = source.at(address, "BTHD");
        in.require(in.u8() == 0, "a tree of records is of version 0");
        in.skip(1);
        var nodeSize = in.u32();
        var recordSize = in.u16();
        var depth = in.u16();
        in.skip(2);
        var root = source.address(in);
        var count = in.u16();
        source.length(in);
        source.covers(address, 22L + source.offsetSize() + source.lengthSize());
        in.require(recordSize > 0 && nodeSize > FRAME + recordSize && depth <= 16, "a tree's nodes hold records");
        var tree = new Tree2(source, nodeSize, recordSize, depth);
        if (root != Source.UNDEFINED) {
            tree.walk(new Node(root, count, depth));
        }
        return tree.records;
    }

    private void walk(Node root) throws Malformed {
        var open = new ArrayDeque<Node>();
        var seen = new HashSet<Long>();
        open.add(root);
        while (!open.isEmpty()) {
            var node = open.poll();
            if (!seen.add(node.address)) {
                throw new Malformed(source.place(node.address).offset(), "a tree has no rings");
            }
            var in = source.at(node.address, node.depth == 0 ? "BTLF" : "BTIN");
            source.covers(node.address, nodeSize);
            in.skip(2);
            in.require((long) node.records * recordSize <= nodeSize - FRAME, "a node's records fit into it");
            for (var i = 0; i < node.records; i++) {
                records.add(in.take(recordSize));
            }
            for (var i = 0; node.depth > 0 && i <= node.records; i++) {
                open.add(child(in, node));
            }
        }
    }

    private Node child(Cursor in, Node node) throws Malformed {
        var address = source.address(in);
        var count = Source.number(in, countSize);
        in.skip(totalSize[node.depth - 1]);
        in.require(address != Source.UNDEFINED && count <= nodeSize, "a node of a tree leads to nodes");
        return new Node(address, (int) count, node.depth - 1);
    }
}
