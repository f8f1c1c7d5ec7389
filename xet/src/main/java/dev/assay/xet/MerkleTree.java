package dev.assay.xet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Hashes many chunks into one, fed with one chunk after the other.
///
/// Children are gathered three to nine at a time; where a group ends is decided by the hashes themselves, so that an
/// insertion changes only the nodes above it. A group is over after its third or later child whose last 64 bits are
/// divisible by four, or after its ninth. One node alone is the root; it is not hashed again.
///
/// Holds at most eight children a level, whatever the file's size.
final class MerkleTree {

    private static final int FEWEST = 3;
    private static final int MOST = 9;

    private final List<Level> levels = new ArrayList<>();
    private long bytes;

    /// @param size unpacked bytes of this chunk
    void add(MerkleHash chunk, long size) {
        bytes += size;
        add(0, new Node(chunk, size));
    }

    /// Unpacked bytes so far.
    long bytes() {
        return bytes;
    }

    /// The root over everything added: a xorb's hash is the root over its chunks. Call it once, at the end.
    MerkleHash root() {
        // Levels may grow while the lower ones are closed.
        for (var at = 0; at < levels.size(); at++) {
            var level = levels.get(at);
            if (at == levels.size() - 1 && level.passed == 0 && level.pending.size() == 1) {
                return level.pending.getFirst().hash();
            }
            if (!level.pending.isEmpty()) {
                close(at);
            }
        }
        return MerkleHash.ZERO;
    }

    /// The name of the file that consists of these chunks: its root, keyed once more; zero if it is empty.
    MerkleHash fileHash() {
        return levels.isEmpty() ? MerkleHash.ZERO : HashKey.FILE.of(root().bytes());
    }

    private void add(int at, Node node) {
        if (at == levels.size()) {
            levels.add(new Level());
        }
        var group = levels.get(at).pending;
        group.add(node);
        if (group.size() == MOST || (group.size() >= FEWEST && node.hash().fourth() % 4 == 0)) {
            close(at);
        }
    }

    private void close(int at) {
        var level = levels.get(at);
        var lines = new StringBuilder();
        var size = 0L;
        for (var child : level.pending) {
            lines.append(child.hash()).append(" : ").append(child.size()).append('\n');
            size += child.size();
        }
        level.pending.clear();
        level.passed++;
        add(at + 1, new Node(HashKey.NODE.of(lines.toString().getBytes(StandardCharsets.US_ASCII)), size));
    }

    private record Node(MerkleHash hash, long size) {}

    private static final class Level {

        private final List<Node> pending = new ArrayList<>(MOST);
        /// Groups that went up.
        private long passed;
    }
}
