package dev.assay.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Grows the tree again from the lines on the disk, and holds it against the hashes and the checkpoints there are.
final class Replay {

    /// What to do about a tile of hashes that is not there.
    interface Missing {
        void hashes(Frontier.Filled tile) throws IOException;
    }

    private final Tiles tiles;
    private final Frontier frontier = new Frontier();
    private final List<Checkpoint> checkpoints;
    private final Missing missing;

    Replay(Tiles tiles, List<Checkpoint> checkpoints, Missing missing) throws Broken {
        this.tiles = tiles;
        this.checkpoints = checkpoints;
        this.missing = missing;
        compare();
    }

    Frontier frontier() {
        return frontier;
    }

    /// @param stored the hashes these lines should have; may be of fewer lines, or none
    void add(List<byte[]> lines, Optional<byte[]> stored) throws IOException {
        var at = 0;
        for (var line : lines) {
            var leaf = Merkle.leaf(line);
            var from = at * Merkle.HASH;
            if (stored.isPresent()
                    && stored.get().length > from
                    && !Arrays.equals(leaf, 0, Merkle.HASH, stored.get(), from, from + Merkle.HASH)) {
                throw new Broken("line " + frontier.size() + " was altered: it does not have the hash on record");
            }
            for (var filled : frontier.add(leaf)) {
                compare(filled);
            }
            compare();
            at++;
        }
    }

    private void compare(Frontier.Filled filled) throws IOException {
        var stored = tiles.readHashes(filled.level(), filled.index(), Tiles.WIDTH);
        if (stored.isEmpty()) {
            missing.hashes(filled);
        } else if (!Arrays.equals(stored.get(), filled.hashes())) {
            throw new Broken("the hashes in tile " + filled.index() + " of level " + filled.level()
                    + " were altered, up to line " + (frontier.size() - 1));
        }
    }

    private void compare() throws Broken {
        for (var checkpoint : checkpoints) {
            if (checkpoint.size() == frontier.size() && !Arrays.equals(checkpoint.hash(), frontier.root())) {
                throw new Broken("the first " + checkpoint.size() + " lines, 0 to " + (checkpoint.size() - 1)
                        + ", are not those of the checkpoint");
            }
        }
    }
}
