package dev.assay.server;

import dev.assay.judge.Policy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// The folder that holds everything, taken by one running hub at a time.
final class DataFolder implements Closeable {

    private static final int SECRET = 32;

    private final Path path;
    private final FileChannel lock;
    private final boolean fresh;

    private DataFolder(Path path, FileChannel lock, boolean fresh) {
        this.path = path;
        this.lock = lock;
        this.fresh = fresh;
    }

    /// @throws IOException with a sentence if the folder cannot be made, or another hub uses it
    static DataFolder take(Path path) throws IOException {
        Files.createDirectories(path);
        var fresh = Files.notExists(path.resolve("key"));
        var lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new DataFolder(path.toRealPath(), lock, fresh);
            }
        } catch (OverlappingFileLockException here) {
            // The same process holds it: reported like any other.
        }
        lock.close();
        throw new IOException(
                "another running hub uses the data folder " + path + "; stop it, or choose another folder with --data");
    }

    Path path() {
        return path;
    }

    /// The policy of this hub where none is named: a copy of what this release brings, made once, to be edited. If it
    /// is removed later nothing takes its place, and everything is held until it is back.
    Path policy() throws IOException {
        var file = path.resolve("policy.yaml");
        if (fresh) {
            try (var standard = Policy.class.getResourceAsStream("/policy/default.yaml")) {
                if (standard == null) {
                    throw new IOException("this build has no standard policy; name one with --policy");
                }
                writePrivately(file, standard.readAllBytes());
            }
        }
        return file;
    }

    Path tokenFile() {
        return path.resolve("admin-token");
    }

    /// Random bytes of this hub that outlive a restart, readable by its owner only.
    byte[] secret(String name) throws IOException {
        var file = path.resolve(name);
        if (Files.exists(file)) {
            var found = Files.readAllBytes(file);
            if (found.length == SECRET) {
                return found;
            }
            throw new IOException(file + " should hold " + SECRET + " bytes, and holds " + found.length
                    + "; remove it to have a new one made");
        }
        var made = new byte[SECRET];
        new SecureRandom().nextBytes(made);
        writePrivately(file, made);
        return made;
    }

    void writePrivately(Path file, String text) throws IOException {
        writePrivately(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writePrivately(Path file, byte[] bytes) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.write(fresh, bytes, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
