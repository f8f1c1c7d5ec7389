package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/// Bytes at hand as a stream, for those who unpack streams, and how far they have come.
public final class SegmentInput extends InputStream {

    private final MemorySegment bytes;
    private long at;

    public SegmentInput(MemorySegment bytes) {
        this.bytes = bytes;
    }

    /// The first byte nobody has read yet.
    public long at() {
        return at;
    }

    /// All bytes, whatever was read.
    public MemorySegment bytes() {
        return bytes;
    }

    /// Goes on from there.
    ///
    /// @throws IndexOutOfBoundsException if there is outside the bytes
    public void seek(long there) {
        if (there < 0 || there > bytes.byteSize()) {
            throw new IndexOutOfBoundsException("there is no byte " + there);
        }
        at = there;
    }

    @Override
    public int read() {
        return at < bytes.byteSize() ? Byte.toUnsignedInt(bytes.get(JAVA_BYTE, at++)) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        var read = (int) Math.min(length, bytes.byteSize() - at);
        if (read <= 0) {
            return -1;
        }
        MemorySegment.copy(bytes, JAVA_BYTE, at, into, offset, read);
        at += read;
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(bytes.byteSize() - at, 1 << 30);
    }
}
