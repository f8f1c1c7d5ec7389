package dev.assay.inspect;

import java.io.IOException;
import java.io.InputStream;

/// A stream that gives out at most `limit` bytes, and says so instead of ending quietly.
///
/// Wrapped around every inflater: what a member *declares* it unpacks to is never trusted.
/// Not a `FilterInputStream`, whose `skip` would go round the meter.
final class Metered extends InputStream {

    private final InputStream in;
    private long left;

    Metered(InputStream in, long limit) {
        this.in = in;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var read = in.read(into, offset, (int) Math.min(length, Math.max(left, 1)));
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new Spent();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// The limit was reached and there was more.
    static final class Spent extends IOException {}
}
