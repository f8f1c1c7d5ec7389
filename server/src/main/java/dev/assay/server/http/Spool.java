package dev.assay.server.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where the parts of one request wait on disk until it is answered. The file goes when this is closed, or when the
/// process ends.
public final class Spool implements Closeable {

    private static final String PREFIX = "spool";

    private final FileChannel file;
    private final Path path;
    private long end;

    /// @param folder must be on the data folder's disk; made if it is not there
    public Spool(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.path = Files.createTempFile(folder, PREFIX, "");
        this.file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    public long size() {
        return end;
    }

    /// Forgets all that was kept, so that its room is used again.
    public void clear() throws IOException {
        end = 0;
        file.truncate(0);
    }

    /// Removes what a hub that was killed has left in this folder.
    public static void sweep(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// Keeps these bytes.
    ///
    /// @return where they are, to be read any number of times, by any thread, until this is closed
    public Kept keep(byte[] bytes) throws IOException {
        var kept = new Kept(end, bytes.length);
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            end += file.write(buffer, end);
        }
        return kept;
    }

    /// Part of the spool.
    public final class Kept {

        private final long from;
        private final int length;

        private Kept(long from, int length) {
            this.from = from;
            this.length = length;
        }

        public InputStream open() {
            return new InputStream() {

                private int at;

                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int most) throws IOException {
                    if (at == length) {
                        return most == 0 ? 0 : -1;
                    }
                    var read = file.read(ByteBuffer.wrap(into, offset, Math.min(most, length - at)), from + at);
                    if (read < 0) {
                        throw new IOException("the spool is shorter than what was kept in it");
                    }
                    at += read;
                    return read;
                }
            };
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}
