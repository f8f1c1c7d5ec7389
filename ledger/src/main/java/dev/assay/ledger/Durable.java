package dev.assay.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that are there whole or not at all, and still there after a crash.
final class Durable {

    private static final String UNFINISHED = ".new";

    private Durable() {}

    /// The disk did not say that it has what was written. What it has is not known then, and asking it again would not
    /// tell: a system may forget what it could not write.
    static final class Unflushed extends IOException {

        private static final long serialVersionUID = 1;

        Unflushed(IOException cause) {
            super("the disk did not keep what was written: " + cause.getMessage(), cause);
        }
    }

    /// Puts a file in place at once; its bytes and its name are on the disk when this returns. If it fails, it may be
    /// tried
    /// again, with a file of its own each time, but not after [Unflushed].
    static void put(Path file, byte[] bytes, FileAttribute<?>... rights) throws IOException {
        folder(parent(file));
        var fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, rights);
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            write(channel, bytes);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushed(parent(file));
    }

    /// Puts a file in place at once, but does not wait for the disk: for what can be made again.
    static void putSoon(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(parent(file));
        var fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes a folder and those above it, each of them on the disk.
    static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        folder(parent(folder));
        Files.createDirectories(folder);
        flushed(parent(folder));
    }

    /// Flushes the names in a folder.
    ///
    /// @throws Unflushed if the disk refuses
    static void flushed(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            try {
                channel.force(true);
            } catch (ClosedByInterruptException stopped) {
                throw stopped;
            } catch (IOException refused) {
                throw new Unflushed(refused);
            }
        }
    }

    static void write(FileChannel channel, byte[] bytes) throws IOException {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    static FileAttribute<?>[] ours(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static Path parent(Path file) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " has no folder");
        }
        return parent;
    }
}
