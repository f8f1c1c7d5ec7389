package dev.assay.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What we said, in the order we said it: an append-only Merkle tree of lines of text (RFC 6962 hashing,
/// C2SP tlog-tiles layout, signed checkpoints).
///
/// Safe for use by many threads; appends made at the same time share one fsync: each waits for its turn to flush, and
/// whoever has it flushes for all who wait. A checkpoint follows within a second of an append, and at the end.
public final class Ledger implements Closeable {

    /// Bytes of UTF-8 in the longest line.
    public static final int LONGEST_LINE = 60_000;

    private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,200}");
    private static final long CHECKPOINT_AFTER_MILLIS = 1_000;
    private static final long CHECKPOINT_AGAIN_MILLIS = 10_000;

    /// One line on its way to the disk; what became of it is guarded by `turn`.
    private static final class Waiting {
        private final byte[] line;
        private long index = -1;
        private @Nullable Throwable refused;

        Waiting(byte[] line) {
            this.line = line;
        }
    }

    private final Path folder;
    private final FileChannel lock;
    private final Shelf shelf;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    /// Fair: whoever comes back with the next line must not flush it alone before the others have come.
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-", 0).factory());

    /// Guarded by `turn`: the disk did not say that it has what was written, so what is there is no longer known.
    private boolean broken;

    private volatile @Nullable String ailment;

    private boolean closed;
    private boolean scheduled;
    private volatile long size;

    private Ledger(Path folder, FileChannel lock, Shelf shelf) {
        this.folder = folder;
        this.lock = lock;
        this.shelf = shelf;
        this.size = shelf.size();
    }

    /// Opens the ledger in this folder, making one if there is none, and repairs the end that a crash tore.
    ///
    /// All lines are read and held against the last checkpoint; see [Broken].
    ///
    /// @param origin whose ledger: a name such as `hub.example/log/1`, without spaces and plus signs
    /// @throws IOException if the folder cannot be used, or what is there is not a ledger or does not verify
    public static Ledger open(Path folder, String origin) throws IOException {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("an origin is a name without spaces and plus signs, not " + origin);
        }
        Durable.folder(folder.toAbsolutePath());
        var lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException("the ledger is in use by another process");
            }
            return new Ledger(folder, lock, Shelf.open(folder, origin));
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException("the ledger is open already", e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Adds one line and returns once it is durable.
    ///
    /// @param line one line without its line feed, at most 60,000 bytes of UTF-8
    /// @return the index of the line, from 0
    /// @throws IOException if the disk fails. The line may then be said again: what could not be written was
    ///     cut off. Only if the disk did not flush what it had taken, every append fails from then on, until the
    ///     ledger is opened again
    public long append(String line) throws IOException {
        var waiting = new Waiting(encoded(line));
        synchronized (queue) {
            queue.add(waiting);
        }
        turn.lock();
        try {
            if (waiting.index < 0 && waiting.refused == null) {
                flush();
            }
            if (waiting.index < 0) {
                var refused = waiting.refused;
                throw new IOException(
                        "the ledger could not write: " + (refused == null ? "" : refused.getMessage()), refused);
            }
            return waiting.index;
        } finally {
            turn.unlock();
        }
    }

    /// What keeps the ledger from taking lines, as far as the last attempt told; empty if nothing does.
    public Optional<String> ailing() {
        return Optional.ofNullable(ailment);
    }

    /// How many lines are durable.
    public long size() {
        return size;
    }

    /// The lines from this index on, oldest first; a snapshot of what is durable now. To be closed.
    ///
    /// The stream throws an `UncheckedIOException` of [Broken] at a line that does not have the hash on record.
    public Stream<String> lines(long from) throws IOException {
        if (from < 0) {
            throw new IllegalArgumentException("a line's index is not negative: " + from);
        }
        List<byte[]> last;
        long full;
        turn.lock();
        try {
            last = shelf.last();
            full = shelf.full();
        } finally {
            turn.unlock();
        }
        var tile = from / Tiles.WIDTH;
        return Stream.concat(
                        LongStream.range(tile, Math.max(tile, full))
                                .mapToObj(this::full)
                                .<byte[]>flatMap(List::stream),
                        tile <= full ? last.stream() : Stream.empty())
                .skip(from % Tiles.WIDTH)
                .map(line -> new String(line, StandardCharsets.UTF_8));
    }

    /// Signs how things are now, and publishes it in the file `checkpoint`.
    public Checkpoint checkpoint() throws IOException {
        turn.lock();
        try {
            usable();
            return published();
        } finally {
            turn.unlock();
        }
    }

    /// The proof that this line was said.
    ///
    /// @throws IllegalArgumentException if there is no such line yet
    public Receipt receipt(long index) throws IOException {
        turn.lock();
        try {
            usable();
            if (index < 0 || index >= shelf.size()) {
                throw new IllegalArgumentException("there is no line " + index + " among " + shelf.size());
            }
            var checkpoint = published();
            var proof = Merkle.inclusion(shelf, index, shelf.size()).stream()
                    .map(Base64.getEncoder()::encodeToString)
                    .toList();
            var tile = index / Tiles.WIDTH;
            var lines = tile < shelf.full() ? full(tile) : shelf.last();
            var line = new String(lines.get((int) (index % Tiles.WIDTH)), StandardCharsets.UTF_8);
            return new Receipt(index, line, proof, checkpoint.note());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            turn.unlock();
        }
    }

    /// The public key that checkpoints are verified with.
    public String verifier() {
        return shelf.verifier();
    }

    @Override
    public void close() throws IOException {
        later.shutdown();
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    if (!broken) {
                        published();
                    }
                } finally {
                    shelf.close();
                    lock.close();
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private void flush() throws IOException {
        usable();
        List<Waiting> all;
        synchronized (queue) {
            all = new ArrayList<>(queue);
            queue.clear();
        }
        var index = shelf.size();
        @Nullable Throwable refused = null;
        try {
            shelf.add(all.stream().map(it -> it.line).toList());
            ailment = null;
        } catch (IOException | RuntimeException e) {
            refused = e;
            failed(e);
        }
        size = shelf.size();
        for (var each : all) {
            if (index < size) {
                each.index = index++;
            } else {
                each.refused = refused;
            }
        }
        schedule(CHECKPOINT_AFTER_MILLIS);
    }

    // What goes wrong with the checkpoint is dealt with where it is made.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void schedule(long millis) {
        if (!scheduled && !closed) {
            scheduled = true;
            later.schedule(this::checkpointSoon, millis, TimeUnit.MILLISECONDS);
        }
    }

    /// A step that failed may be taken again, unless nobody knows how far it went.
    private void failed(Exception cause) {
        broken |= cause instanceof Durable.Unflushed || cause instanceof RuntimeException;
        ailment = broken
                ? "the ledger failed to write and has to be opened again: " + cause.getMessage()
                : "the ledger could not write the last time it tried: " + cause.getMessage();
    }

    private void checkpointSoon() {
        turn.lock();
        try {
            scheduled = false;
            if (!closed && !broken) {
                published();
            }
        } catch (IOException | RuntimeException e) {
            System.getLogger(Ledger.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            broken
                                    ? "the ledger cannot publish a checkpoint, and stops"
                                    : "the ledger cannot publish a checkpoint, and tries again",
                            e);
            if (!broken) {
                schedule(CHECKPOINT_AGAIN_MILLIS);
            }
        } finally {
            turn.unlock();
        }
    }

    private Checkpoint published() throws IOException {
        try {
            var checkpoint = shelf.publish();
            ailment = null;
            return checkpoint;
        } catch (IOException | RuntimeException e) {
            failed(e);
            throw e;
        }
    }

    private void usable() throws IOException {
        if (closed) {
            throw new IOException("the ledger is closed");
        }
        if (broken) {
            throw new IOException("the ledger failed to write and has to be opened again");
        }
    }

    private List<byte[]> full(long tile) {
        try {
            return new Tiles(folder).verified(tile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line has no line feed inside");
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(line));
            if (bytes.remaining() > LONGEST_LINE) {
                throw new IllegalArgumentException("a line has at most 60,000 bytes, not " + bytes.remaining());
            }
            var array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a line is text: half a character cannot be kept", e);
        }
    }
}
