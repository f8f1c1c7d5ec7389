package dev.assay.gate;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.assay.inspect.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A vault in a folder: one read-only file for each blob, named by its digest.
///
/// Bytes arrive in `incoming/`, are flushed to the disk, made read-only and moved to `blobs/ab/` in one step, whose
/// folder is flushed in turn: a name there is a whole file, after a crash too. What a crash left in `incoming/` is
/// swept
/// at the next start; a lock keeps a second hub from sweeping ours. What an inspector is to read has a second name in
/// `shown/` for as long as that takes.
final class FileVault implements Vault, Quarantine, Closeable {

    private static final Set<PosixFilePermission> SEALED = Set.of(PosixFilePermission.OWNER_READ);

    private static final System.Logger log = System.getLogger(FileVault.class.getName());

    private final Path incoming;
    private final Path blobs;
    private final Path shown;
    private final Doorway doorway;
    private final FileChannel lock;

    private FileVault(Path incoming, Path blobs, Path shown, Doorway doorway, FileChannel lock) {
        this.incoming = incoming;
        this.blobs = blobs;
        this.shown = shown;
        this.doorway = doorway;
        this.lock = lock;
    }

    /// @throws IOException if the folder cannot be used, or another hub is using it
    static FileVault open(Path folder, Doorway doorway) throws IOException {
        Files.createDirectories(folder);
        var lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IOException("the vault in " + folder + " is in use by another hub; stop that one first");
        }
        var incoming = Files.createDirectories(folder.resolve("incoming"));
        var blobs = Files.createDirectories(folder.resolve("blobs"));
        var shown = Files.createDirectories(folder.resolve("shown"));
        flush(folder);
        sweep(incoming);
        sweep(shown);
        return new FileVault(incoming, blobs, canLink(blobs, shown) ? shown : blobs, doorway, lock);
    }

    @Override
    public Gate.Received seal(InputStream upload) throws IOException {
        var arriving = arriving();
        try {
            Intake.Arrived arrived;
            try (var file = FileChannel.open(arriving, CREATE_NEW, WRITE)) {
                arrived = Intake.pour(upload, file, doorway);
                finish(arriving, file);
            }
            flush(shelve(arriving, arrived.digest(), arrived.size()));
            return new Gate.Received(arrived.digest(), arrived.size());
        } catch (FileSystemException | Intake.DiskRefused refused) {
            throw doorway.refused(refused);
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    @Override
    public List<Gate.Received> seal(List<byte[]> contents) throws IOException {
        doorway.room(contents.stream().mapToLong(it -> it.length).sum());
        var received = new ArrayList<Gate.Received>();
        var shelves = new LinkedHashSet<Path>();
        for (var content : contents) {
            var digest = Digest.of(content);
            if (!here(digest, content.length)) {
                var arriving = arriving();
                try {
                    try (var file = FileChannel.open(arriving, CREATE_NEW, WRITE)) {
                        for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                            file.write(bytes);
                        }
                        finish(arriving, file);
                    }
                    shelve(arriving, digest, content.length);
                } catch (IOException refused) {
                    throw doorway.refused(refused);
                } finally {
                    Files.deleteIfExists(arriving);
                }
            }
            shelves.add(shelf(digest));
            received.add(new Gate.Received(digest, content.length));
        }
        for (var shelf : shelves) {
            flush(shelf);
        }
        return received;
    }

    @Override
    public Shown show(Digest digest) throws IOException {
        if (shown.equals(blobs)) {
            return new ShownFile(sealed(digest), false);
        }
        var name = shown.resolve(UUID.randomUUID().toString());
        Files.createLink(name, sealed(digest));
        return new ShownFile(name, true);
    }

    /// The folder in which everything is that is shown.
    Path shown() {
        return shown;
    }

    /// Where the bytes lie.
    Path sealed(Digest digest) {
        return shelf(digest).resolve(digest.hex());
    }

    @Override
    public Opened open(Gate.Clearance clearance) throws IOException {
        var file = sealed(clearance.subject());
        try {
            return new OpenedFile(file, Files.size(file));
        } catch (NoSuchFileException gone) {
            throw new IOException(clearance.subject() + " is cleared, but its bytes are gone from the vault", gone);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private record OpenedFile(Path path, long size) implements Opened {

        @Override
        public InputStream stream() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }
    }

    private record ShownFile(Path file, boolean ours) implements Shown {

        @Override
        public void close() throws IOException {
            if (ours) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path arriving() {
        return incoming.resolve(UUID.randomUUID().toString());
    }

    private static void finish(Path arriving, FileChannel file) throws IOException {
        try {
            Files.setPosixFilePermissions(arriving, SEALED);
            file.force(true);
        } catch (IOException refused) {
            throw new Intake.DiskRefused(refused);
        }
    }

    /// @return the folder to flush before anybody is told
    private Path shelve(Path arrived, Digest digest, long size) throws IOException {
        var shelf = shelf(digest);
        if (!here(digest, size)) {
            if (!Files.isDirectory(shelf)) {
                Files.createDirectories(shelf);
                flush(blobs);
            }
            Files.move(arrived, sealed(digest), ATOMIC_MOVE);
        }
        return shelf;
    }

    private boolean here(Digest digest, long size) throws IOException {
        var file = sealed(digest);
        return Files.exists(file) && Files.size(file) == size;
    }

    private Path shelf(Digest digest) {
        return blobs.resolve(digest.hex().substring(0, 2));
    }

    private static void sweep(Path folder) throws IOException {
        try (var leftovers = Files.list(folder)) {
            leftovers.forEach(leftover -> {
                try {
                    Files.delete(leftover);
                } catch (IOException stuck) {
                    throw new UncheckedIOException(stuck);
                }
            });
        } catch (UncheckedIOException stuck) {
            throw stuck.getCause();
        }
    }

    private static boolean canLink(Path from, Path to) throws IOException {
        var file = from.resolve("link");
        var link = to.resolve("link");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file);
            Files.createLink(link, file);
            return true;
        } catch (UnsupportedOperationException | FileSystemException none) {
            log.log(
                    WARNING,
                    "the vault's file system gives no file a second name: inspectors may read all blobs",
                    none);
            return false;
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(file);
        }
    }

    private static void flush(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}
