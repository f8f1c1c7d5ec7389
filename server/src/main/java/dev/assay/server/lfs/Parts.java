package dev.assay.server.lfs;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HexFormat;

/// The parts of uploads that are not whole yet, each a file. They are nobody's bytes until they have been joined and
/// received by the gate, and nothing reads them but that.
final class Parts {

    /// An upload that has not been finished by then never will be: its addresses have run out.
    private static final Duration ABANDONED = Duration.ofSeconds(4 * Pass.SECONDS);

    private final Path folder;
    private final Clock clock;

    Parts(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Keeps one part, in place of what was sent for it before.
    ///
    /// @param upload names the upload; made by us, 64 hexadecimal digits
    /// @return its digest, as the `ETag` that clients bring back
    String keep(String upload, int part, InputStream bytes) throws IOException {
        var home = Files.createDirectories(folder.resolve(upload));
        var fresh = Files.createTempFile(home, "part", ".new");
        try {
            var hash = Digest.sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(fresh), hash)) {
                bytes.transferTo(out);
            }
            Files.move(fresh, file(home, part), ATOMIC_MOVE, REPLACE_EXISTING);
            return HexFormat.of().formatHex(hash.digest());
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Bytes of a part; -1 if it was not sent.
    long size(String upload, int part) throws IOException {
        try {
            return Files.size(file(folder.resolve(upload), part));
        } catch (NoSuchFileException missing) {
            return -1;
        }
    }

    /// All parts, one after the other.
    @SuppressWarnings("JdkObsolete") // SequenceInputStream asks for an enumeration
    InputStream joined(String upload, int parts) {
        var home = folder.resolve(upload);
        return new SequenceInputStream(new Enumeration<>() {

            private int next = 1;

            @Override
            public boolean hasMoreElements() {
                return next <= parts;
            }

            @Override
            public InputStream nextElement() {
                try {
                    return Files.newInputStream(file(home, next++));
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            }
        });
    }

    void forget(String upload) throws IOException {
        empty(folder.resolve(upload));
    }

    /// Removes what was abandoned.
    void sweep() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var oldest = clock.instant().minus(ABANDONED);
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(folder)) {
            for (var upload : uploads) {
                if (Files.getLastModifiedTime(upload).toInstant().isBefore(oldest)) {
                    empty(upload);
                }
            }
        }
    }

    private static void empty(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(home)) {
            for (var part : parts) {
                Files.deleteIfExists(part);
            }
        }
        Files.deleteIfExists(home);
    }

    private static Path file(Path home, int part) {
        return home.resolve(String.format("%05d", part));
    }
}
