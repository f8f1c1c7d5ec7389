package dev.assay.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The right edge of a growing tree: all that is needed to grow it and to know its root, whatever its size.
///
/// Keeps at most one unfinished tile a level, so a tree of 2^40 lines takes 40 KiB.
final class Frontier {

    /// A tile that this leaf completed.
    // Made for one caller, who writes it to the disk: nobody compares two of these.
    @SuppressWarnings("ArrayRecordComponent")
    record Filled(int level, long index, byte[] hashes) {}

    private final List<ByteArrayOutputStream> unfinished = new ArrayList<>();
    /// Roots of the perfect subtrees that make up the tree, smallest on top.
    private final Deque<byte[]> peaks = new ArrayDeque<>();

    private long size;

    long size() {
        return size;
    }

    List<Filled> add(byte[] leaf) {
        var filled = new ArrayList<Filled>();
        var hash = leaf;
        for (var level = 0; ; level++) {
            if (level == unfinished.size()) {
                unfinished.add(new ByteArrayOutputStream());
            }
            var tile = unfinished.get(level);
            tile.writeBytes(hash);
            if (tile.size() < Tiles.WIDTH * Merkle.HASH) {
                break;
            }
            var hashes = tile.toByteArray();
            tile.reset();
            filled.add(new Filled(level, size >> (8 * (level + 1)), hashes));
            hash = Merkle.perfect(hashes, 0, Tiles.WIDTH);
        }
        var peak = leaf;
        for (var rest = size; (rest & 1) == 1; rest >>= 1) {
            peak = Merkle.node(peaks.pop(), peak);
        }
        peaks.push(peak);
        size++;
        return filled;
    }

    byte[] root() {
        return peaks.stream().reduce((right, left) -> Merkle.node(left, right)).orElseGet(Merkle::sha256);
    }

    /// The unfinished tiles, as they are now; empty ones left out.
    List<Filled> edges() {
        var edges = new ArrayList<Filled>();
        for (var level = 0; level < unfinished.size(); level++) {
            var tile = unfinished.get(level);
            if (tile.size() > 0) {
                edges.add(new Filled(level, size >> (8 * (level + 1)), tile.toByteArray()));
            }
        }
        return edges;
    }
}
