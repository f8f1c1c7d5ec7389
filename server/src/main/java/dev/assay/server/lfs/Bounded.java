package dev.assay.server.lfs;

import dev.assay.server.http.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that must have exactly the announced length: one byte more or fewer and it is refused before anybody keeps
/// it.
final class Bounded extends FilterInputStream {

    private final long size;
    private long read;

    Bounded(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? -1 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var count = super.read(into, offset, length);
        count(count);
        return count;
    }

    @Override
    public long skip(long n) throws IOException {
        throw new IOException("every byte is looked at");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int count) {
        if (count < 0) {
            if (read < size) {
                throw new Failure(400, "The body ended after " + read + " of " + size + " bytes.");
            }
        } else {
            read += count;
            if (read > size) {
                throw new Failure(400, "The body is longer than the " + size + " bytes that were announced.");
            }
        }
    }
}
