package dev.assay.ledger;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of a ledger that is written: in which order they change, and what a crash can leave.
///
/// Lines go to the tail, flushed. When a tile is full, its lines, then its hashes, are put in place; only then is the
/// tail forgotten. A checkpoint is signed over what is already durable. So after a crash there is always more than was
/// promised, never less. Not safe for many threads; [Ledger] sees to that.
///
/// Every step may fail and be taken again, but for one that ended in [Durable.Unflushed].
final class Shelf implements Closeable, Merkle.Hashes {

    private static final System.Logger log = System.getLogger(Shelf.class.getName());
    private static final int LONGEST_NOTE = 1 << 20;

    private final Tiles tiles;
    private final LedgerKey key;
    private final Frontier frontier;
    /// Tiles of hashes that the lines of the full tail completed, while they are not all in place.
    private final List<Frontier.Filled> due = new ArrayList<>();

    private Tail tail;
    private Optional<Checkpoint> published;

    private Shelf(Tiles tiles, LedgerKey key, Frontier frontier, Tail tail, Optional<Checkpoint> published) {
        this.tiles = tiles;
        this.key = key;
        this.frontier = frontier;
        this.tail = tail;
        this.published = published;
    }

    static Shelf open(Path folder, String origin) throws IOException {
        var tiles = new Tiles(folder);
        var fresh = !Files.exists(tiles.checkpoint());
        if (fresh && (Files.exists(folder.resolve("tile")) || Files.exists(folder.resolve("tail")))) {
            throw new Broken("the ledger has lines but no checkpoint");
        }
        var key = LedgerKey.open(folder, origin, fresh);
        if (fresh) {
            var note = SignedNote.sign(Checkpoint.text(origin, 0, Merkle.sha256()), key.verifier(), key.signer());
            Durable.put(tiles.checkpoint(), note.getBytes(StandardCharsets.UTF_8));
        }
        var note = Tiles.read(tiles.checkpoint(), LONGEST_NOTE)
                .map(it -> new String(it, StandardCharsets.UTF_8))
                .orElse("");
        var promised = Checkpoint.open(note, key.verifier());
        var replay = new Replay(tiles, List.of(promised), tile -> put(tiles, tile));
        long full = 0;
        for (; Files.exists(tiles.lines(full, Tiles.WIDTH)); full++) {
            replay.add(tiles.readLines(full, Tiles.WIDTH), tiles.readHashes(0, full, Tiles.WIDTH));
        }
        settleTails(folder, full);
        if (promised.size() / Tiles.WIDTH > full) {
            // One tile may be in the tail still; a promise beyond that is of lines that are gone.
            noHole(folder, full, promised.size());
        }
        var tail = Tail.open(folder, full);
        var width = Math.clamp(promised.size() - full * Tiles.WIDTH, 0, Tiles.WIDTH);
        replay.add(tail.lines(), width == 0 ? Optional.empty() : tiles.readHashes(0, full, width));
        var frontier = replay.frontier();
        if (frontier.size() < promised.size()) {
            tail.close();
            throw new Broken(
                    "lines " + frontier.size() + " to " + (promised.size() - 1) + " are missing: they were promised");
        }
        var shelf = new Shelf(tiles, key, frontier, tail, Optional.empty());
        if (tail.lines().size() == Tiles.WIDTH) {
            shelf.seal();
        }
        shelf.publish();
        return shelf;
    }

    long size() {
        return frontier.size();
    }

    String verifier() {
        return key.verifier().text();
    }

    /// How many tiles of lines are in place.
    long full() {
        return (frontier.size() - tail.lines().size()) / Tiles.WIDTH;
    }

    /// The lines after the last full tile.
    List<byte[]> last() {
        return tail.lines();
    }

    /// Makes these lines durable, in order.
    ///
    /// @throws IOException if not all of them could be written: [#size] tells how many were
    void add(List<byte[]> lines) throws IOException {
        var rest = lines;
        while (!rest.isEmpty()) {
            settle();
            var room = Tiles.WIDTH - (int) (frontier.size() % Tiles.WIDTH);
            var now = rest.subList(0, Math.min(room, rest.size()));
            tail.add(frontier.size(), now);
            for (var line : now) {
                due.addAll(frontier.add(Merkle.leaf(line)));
            }
            rest = rest.subList(now.size(), rest.size());
        }
        try {
            settle();
        } catch (Durable.Unflushed unknown) {
            throw unknown;
        } catch (IOException later) {
            log.log(WARNING, "the ledger's lines are safe, but not yet in a tile; this is tried again", later);
        }
    }

    /// Puts a full tail in place as a tile, if there is one.
    private void settle() throws IOException {
        if (!due.isEmpty()) {
            Durable.put(tiles.lines(frontier.size() / Tiles.WIDTH - 1, Tiles.WIDTH), Tiles.bundle(tail.lines()));
            for (var tile : due) {
                put(tiles, tile);
            }
            next();
        }
    }

    /// Signs the present size, if that was not done yet.
    Checkpoint publish() throws IOException {
        settle();
        if (published.isPresent() && published.get().size() == frontier.size()) {
            return published.get();
        }
        // Parts of tiles can always be made again from the tail, so the disk need not be waited for.
        for (var edge : frontier.edges()) {
            var width = edge.hashes().length / Merkle.HASH;
            Durable.putSoon(tiles.hashes(edge.level(), edge.index(), width), edge.hashes());
        }
        var lines = tail.lines();
        if (!lines.isEmpty()) {
            Durable.putSoon(tiles.lines(frontier.size() / Tiles.WIDTH, lines.size()), Tiles.bundle(lines));
        }
        var text = Checkpoint.text(key.verifier().name(), frontier.size(), frontier.root());
        var note = SignedNote.sign(text, key.verifier(), key.signer());
        Durable.put(tiles.checkpoint(), note.getBytes(StandardCharsets.UTF_8));
        var checkpoint = Checkpoint.open(note, key.verifier());
        published = Optional.of(checkpoint);
        return checkpoint;
    }

    @Override
    public byte[] subtree(int level, long index) {
        var within = level % 8;
        var first = index << within;
        var tile = first / Tiles.WIDTH;
        var from = (int) (first % Tiles.WIDTH);
        var hashes = frontier.edges().stream()
                .filter(it -> it.level() == level / 8 && it.index() == tile)
                .map(Frontier.Filled::hashes)
                .findFirst()
                .orElseGet(() -> stored(level / 8, tile));
        return Merkle.perfect(hashes, from, 1 << within);
    }

    @Override
    public void close() throws IOException {
        tail.close();
    }

    private byte[] stored(int level, long tile) {
        try {
            return tiles.readHashes(level, tile, Tiles.WIDTH)
                    .orElseThrow(() -> new Broken("tile " + tile + " of the hashes of level " + level + " is missing"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A full tail that a crash kept from becoming a tile.
    private void seal() throws IOException {
        Durable.put(tiles.lines(frontier.size() / Tiles.WIDTH - 1, Tiles.WIDTH), Tiles.bundle(tail.lines()));
        next();
    }

    private void next() throws IOException {
        var full = frontier.size() / Tiles.WIDTH - 1;
        tail.close();
        tail = Tail.open(tiles.folder(), full + 1);
        due.clear();
        Tail.forget(tiles.folder(), full);
        tiles.forgetParts(tiles.lines(full, Tiles.WIDTH));
        tiles.forgetParts(tiles.hashes(0, full, Tiles.WIDTH));
    }

    private static void put(Tiles tiles, Frontier.Filled tile) throws IOException {
        Durable.put(tiles.hashes(tile.level(), tile.index(), Tiles.WIDTH), tile.hashes());
    }

    /// Forgets tails whose tile is in place; one that is further on means that a tile between is gone.
    private static void settleTails(Path folder, long full) throws IOException {
        try (var all = Files.newDirectoryStream(folder.resolve("tail"))) {
            for (var file : all) {
                var tile = number(file);
                if (tile > full) {
                    throw new Broken(
                            "lines " + full * Tiles.WIDTH + " to " + (tile * Tiles.WIDTH - 1) + " are missing");
                }
                if (tile < full) {
                    Files.delete(file);
                }
            }
        } catch (NoSuchFileException e) {
            // A ledger without a line yet.
        }
    }

    private static long number(Path file) throws Broken {
        try {
            return Long.parseLong(file.getFileName().toString());
        } catch (NumberFormatException e) {
            throw new Broken("there is a file in the ledger's tail that is not ours: " + file.getFileName(), e);
        }
    }

    private static void noHole(Path folder, long full, long promised) throws Broken {
        if (!Files.exists(Tail.file(folder, full))) {
            throw new Broken("lines " + full * Tiles.WIDTH + " and after, of " + promised + " promised, are missing");
        }
    }
}
