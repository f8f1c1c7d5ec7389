package dev.assay.inspect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// A stream that knows how many bytes it gave, and their CRC-32.
public final class Summed extends InputStream {

    private final InputStream in;
    private final CRC32 crc = new CRC32();
    private long length;
    private boolean finished;

    public Summed(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        var read = in.read(into, offset, wanted);
        if (read > 0) {
            crc.update(into, offset, read);
            length += read;
        }
        finished |= read < 0;
        return read;
    }

    public long length() {
        return length;
    }

    public long crc() {
        return crc.getValue();
    }

    /// Whether it was read to its end.
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
