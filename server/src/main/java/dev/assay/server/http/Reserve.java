package dev.assay.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The part of the disk that uploads leave free: where it is full, the database and the ledger stop too, and nothing is
/// let through any more.
public final class Reserve {

    /// How many bytes are taken in between two looks at the disk.
    private static final int STRIDE = 16 << 20;

    private final Path folder;
    private final long bytes;

    /// @param folder on the disk that is meant
    /// @param bytes to be left free
    public Reserve(Path folder, long bytes) {
        this.folder = folder;
        this.bytes = bytes;
    }

    /// @throws Failure 507 if the disk has no room for an upload
    public void check() {
        check(0);
    }

    /// @param coming bytes that are going to be written
    /// @throws Failure 507 if the disk has no room for them
    public void check(long coming) {
        var free = folder.toFile().getUsableSpace();
        if (coming > free - bytes) {
            throw new Failure(new Problem(
                    507,
                    "",
                    coming > 0 && free > bytes
                            ? "There is no room on this hub's disk for " + coming + " bytes"
                            : "This hub's disk is nearly full, so it takes no uploads for now",
                    Problem.MAKE_ROOM));
        }
    }

    /// The same bytes, with a look at the disk before the first and then every few megabytes.
    public InputStream guard(InputStream in) {
        check();
        return new FilterInputStream(in) {

            private long left = STRIDE;

            @Override
            public int read() throws IOException {
                var one = super.read();
                count(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                var count = super.read(into, offset, length);
                count(count);
                return count;
            }

            private void count(int count) {
                left -= Math.max(count, 0);
                if (left <= 0) {
                    left = STRIDE;
                    check();
                }
            }
        };
    }
}
