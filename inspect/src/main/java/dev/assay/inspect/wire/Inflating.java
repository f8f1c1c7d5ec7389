package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Deflated bytes (RFC 1951), unpacked as they are asked for, and how many there were of either kind.
public class Inflating extends InputStream {

    /// Small, because streams without end can each be small.
    private static final int CHUNK = 8 << 10;

    private final MemorySegment packed;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] chunk;
    private long fed;
    private long consumed;
    private long produced;
    private boolean finished;
    private boolean starved;
    private boolean closed;
    private @Nullable DataFormatException broken;

    /// @param bare whether the bytes are without the header and checksum of zlib (RFC 1950)
    public Inflating(MemorySegment packed, boolean bare) {
        this.packed = packed;
        this.inflater = new Inflater(bare);
        this.chunk = new byte[(int) Math.min(CHUNK, packed.byteSize())];
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!finished && length > 0) {
            if (broken != null) {
                throw new IOException("the bytes are not deflated", broken);
            }
            var unpacked = inflate(into, offset, length);
            if (unpacked > 0) {
                produced += unpacked;
                crc.update(into, offset, unpacked);
                return unpacked;
            }
            if (inflater.finished()) {
                finished = true;
            } else if (broken == null && (inflater.needsDictionary() || !feed())) {
                starved = !inflater.needsDictionary();
                throw new IOException("the deflated bytes end before their end mark");
            }
        }
        return length == 0 ? 0 : -1;
    }

    /// What came out before the bytes break counts.
    private int inflate(byte[] into, int offset, int length) {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException now) {
            broken = now;
            return (int) (inflater.getBytesWritten() - produced);
        }
    }

    private boolean feed() {
        if (inflater.getRemaining() > 0) {
            return true;
        }
        var length = (int) Math.min(chunk.length, packed.byteSize() - fed);
        MemorySegment.copy(packed, JAVA_BYTE, fed, chunk, 0, length);
        inflater.setInput(chunk, 0, length);
        fed += length;
        return length > 0;
    }

    /// Whether the end mark was reached.
    public boolean finished() {
        return finished;
    }

    /// Whether the bytes ended before the end mark, and were in order until then.
    public boolean starved() {
        return starved;
    }

    /// Packed bytes up to and with the end mark.
    public long consumed() {
        return consumed;
    }

    /// Unpacked bytes.
    public long produced() {
        return produced;
    }

    /// The CRC-32 of the unpacked bytes.
    public long crc() {
        return crc.getValue();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            consumed = inflater.getBytesRead();
            inflater.end();
        }
    }
}
