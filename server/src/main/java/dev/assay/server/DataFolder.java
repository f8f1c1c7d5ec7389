package dev.assay.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.assay.inspect.Digest;
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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The folder that holds everything, taken by one running hub at a time and readable by its owner alone.
final class DataFolder implements Closeable {

    private static final System.Logger log = System.getLogger(DataFolder.class.getName());

    private static final int SECRET = 32;

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    /// What a hub makes at its first start. Where one of these is, a hub has been here before.
    private static final List<String> TRACES = List.of("assay.db", "ledger", "vault", "git");

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
        keepPrivate(path);
        var fresh = TRACES.stream().noneMatch(it -> Files.exists(path.resolve(it)));
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

    /// Makes the folder so that only its owner can look into it. One that holds something already keeps the rights that
    /// somebody gave it, and is complained of.
    private static void keepPrivate(Path path) throws IOException {
        var made = Files.notExists(path);
        Files.createDirectories(path);
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return;
        }
        if (made || empty(path)) {
            Files.setPosixFilePermissions(path, OWNER_ALONE);
            return;
        }
        var others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        others.removeAll(OWNER_ALONE);
        if (!others.isEmpty()) {
            log.log(WARNING, "others on this machine may look into the data folder {0}; chmod 700 ends that", path);
        }
    }

    private static boolean empty(Path folder) throws IOException {
        try (var inside = Files.newDirectoryStream(folder)) {
            return !inside.iterator().hasNext();
        }
    }

    Path path() {
        return path;
    }

    /// The policy of this hub where none is named: a copy of what this release brings, made once, to be edited.
    ///
    /// As long as nobody edits it, a new release brings its own in its place, which is said. An edited one
    /// stays as it is, and that it differs is said too. If it is removed nothing takes its place, and
    /// everything is held until it is back. To be asked before anything else is made in the folder.
    Path policy() throws IOException {
        var file = path.resolve("policy.yaml");
        var standard = standardPolicy();
        if (Files.notExists(file)) {
            if (fresh) {
                ship(file, standard);
            } else {
                log.log(WARNING, "{0} is gone, and nothing is let through until it is back", file);
            }
            return file;
        }
        var present = Digest.of(Files.readAllBytes(file));
        if (present.equals(Digest.of(standard))) {
            ship(file, standard);
        } else if (present.hex().equals(shipped())) {
            ship(file, standard);
            log.log(INFO, "the rules of this release have replaced those of an earlier one in {0}", file);
        } else {
            log.log(
                    WARNING,
                    "{0} was edited and differs from the rules of this release, which may know more; compare them",
                    file);
        }
        return file;
    }

    private static byte[] standardPolicy() throws IOException {
        try (var standard = Policy.class.getResourceAsStream("/policy/default.yaml")) {
            if (standard == null) {
                throw new IOException("this build has no standard policy; name one with --policy");
            }
            return standard.readAllBytes();
        }
    }

    /// Writes the policy, then down which one it was. After a crash in between it is this release's, and is found so.
    private void ship(Path file, byte[] standard) throws IOException {
        if (Files.notExists(file) || !Digest.of(Files.readAllBytes(file)).equals(Digest.of(standard))) {
            writePrivately(file, standard);
        }
        var digest = Digest.of(standard).hex();
        if (!digest.equals(shipped())) {
            writePrivately(path.resolve("policy.shipped"), digest + "\n");
        }
    }

    /// The digest of the policy that a release put here last; empty if none did.
    private String shipped() throws IOException {
        var file = path.resolve("policy.shipped");
        return Files.exists(file) ? Files.readString(file).strip() : "";
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
                    + "; remove it to have a new one made, after which uploads under way start again");
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
