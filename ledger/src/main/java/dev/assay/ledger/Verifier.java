package dev.assay.ledger;

import dev.assay.ledger.SignedNote.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks what a ledger says, without the ledger's help: from its files, or a copy of them, and its public key.
///
/// The tree is built again from the lines, so every line's inclusion is shown at once, and so is it that an older
/// checkpoint's lines are the beginning of today's. Memory does not grow with the ledger.
public final class Verifier {

    private static final int LONGEST_NOTE = 1 << 20;

    private final Verifies key;

    /// @param verifier the public key, as it stands in the ledger's file `verifier`; take it from somewhere the ledger
    ///     cannot change, or what is shown is only that the ledger agrees with itself
    /// @throws Broken if it is not a key
    public Verifier(String verifier) throws Broken {
        this.key = Verifies.parse(verifier);
    }

    /// The public key that lies beside a ledger.
    public static String keyIn(Path folder) throws IOException {
        return Files.readString(folder.resolve("verifier")).strip();
    }

    /// Checks every line of a ledger, which may grow meanwhile, up to its checkpoint.
    ///
    /// @param folder the ledger or a copy
    /// @param older checkpoints that somebody kept, of the same ledger
    public Verification folder(Path folder, String... older) {
        try {
            var tiles = new Tiles(folder);
            var note = Tiles.read(tiles.checkpoint(), LONGEST_NOTE)
                    .orElseThrow(() -> new Broken("there is no checkpoint, so nothing was promised"));
            var now = Checkpoint.open(new String(note, StandardCharsets.UTF_8), key);
            var checkpoints = new ArrayList<Checkpoint>();
            checkpoints.add(now);
            for (var text : older) {
                var kept = Checkpoint.open(text, key);
                if (kept.size() > now.size()) {
                    throw new Broken("the ledger had " + kept.size() + " lines and has " + now.size() + ": lines "
                            + now.size() + " to " + (kept.size() - 1) + " were taken away");
                }
                checkpoints.add(kept);
            }
            replay(tiles, now.size(), checkpoints);
            return new Verification.Holds(holding(now, checkpoints));
        } catch (IOException e) {
            return fails(e);
        }
    }

    /// Checks a receipt.
    public Verification receipt(Receipt receipt) {
        try {
            var checkpoint = Checkpoint.open(receipt.checkpoint(), key);
            var leaf = Merkle.leaf(receipt.line().getBytes(StandardCharsets.UTF_8));
            if (!Merkle.included(leaf, receipt.index(), checkpoint.size(), receipt.hashes(), checkpoint.hash())) {
                throw new Broken(
                        "line " + receipt.index() + " of the receipt is not in the tree that its checkpoint signs");
            }
            return new Verification.Holds(List.of(
                    "line " + receipt.index() + " is in the ledger of " + key.name() + " of " + checkpoint.size()
                            + " lines",
                    signed()));
        } catch (IOException e) {
            return fails(e);
        }
    }

    private static void replay(Tiles tiles, long size, List<Checkpoint> checkpoints) throws IOException {
        var replay = new Replay(tiles, checkpoints, tile -> {
            throw new Broken("tile " + tile.index() + " of the hashes of level " + tile.level() + " is missing");
        });
        for (long index = 0; index * Tiles.WIDTH < size; index++) {
            var width = (int) Math.min(Tiles.WIDTH, size - index * Tiles.WIDTH);
            var stored = tiles.readHashes(0, index, width);
            if (stored.isEmpty()) {
                throw new Broken("the hashes of lines " + index * Tiles.WIDTH + " to "
                        + (index * Tiles.WIDTH + width - 1) + " are missing");
            }
            replay.add(tiles.readLines(index, width), Optional.of(stored.get()));
        }
    }

    private List<String> holding(Checkpoint now, List<Checkpoint> checkpoints) {
        var sentences = new ArrayList<String>();
        sentences.add("all " + now.size() + " lines are those that the checkpoint signs");
        for (var kept : checkpoints.subList(1, checkpoints.size())) {
            sentences.add("the first " + kept.size() + " lines are those of the older checkpoint");
        }
        sentences.add(signed());
        return sentences;
    }

    private String signed() {
        return "the checkpoint is signed by " + key.text();
    }

    private static Verification fails(IOException e) {
        var said = e instanceof Broken ? e.getMessage() : "the ledger cannot be read: " + e;
        return new Verification.Fails(List.of(String.valueOf(said)));
    }
}
