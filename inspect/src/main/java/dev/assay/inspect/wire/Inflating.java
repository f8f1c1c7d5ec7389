package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Deflated bytes (RFC 1951), unpacked as they are asked for, and how many there were of either kind.
public final class Inflating extends InputStream {

    private final MemorySegment packed;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] chunk = new byte[64 << 10];
    private long fed;
    private long consumed;
    private long produced;
    private boolean finished;

    /// @param bare whether the bytes are without the header and checksum of zlib (RFC 1950)
    public Inflating(MemorySegment packed, boolean bare) {
        this.packed = packed;
        this.inflater = new Inflater(bare);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (!finished && length > 0) {
                var unpacked = inflater.inflate(into, offset, length);
                if (unpacked > 0) {
                    produced += unpacked;
                    crc.update(into, offset, unpacked);
                    return unpacked;
                }
                if (inflater.finished()) {
                    finished = true;
                } else if (inflater.needsDictionary() || !feed()) {
                    throw new IOException("the deflated bytes end before their end mark");
                }
            }
            return length == 0 ? 0 : -1;
        } catch (DataFormatException broken) {
            throw new IOException("the bytes are not deflated", broken);
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
        consumed = inflater.getBytesRead();
        inflater.end();
    }
}
