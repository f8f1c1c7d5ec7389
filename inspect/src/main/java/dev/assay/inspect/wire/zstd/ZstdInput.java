package dev.assay.inspect.wire.zstd;

import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;

/// One frame (RFC 8878, section 3.1.1), unpacked block by block; it ends where the frame ends, and leaves the packed
/// bytes there.
public final class ZstdInput extends InputStream {

    private static final long MAGIC = 0xfd2fb528L;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int RESERVED = 0x08;
    private static final int CHECKSUM = 0x04;
    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int PACKED = 2;

    private final SegmentInput packed;
    private final Window window;
    private final Block block = new Block();
    private final Xxh64 sum = new Xxh64();
    private final boolean summed;
    private final long size;
    private final int longestBlock;
    private long produced;
    private boolean last;
    private boolean ended;

    /// Reads the frame's header.
    ///
    /// @param largest bytes of window that a frame may ask for
    /// @throws Unread if it asks for more, or for a dictionary
    public ZstdInput(SegmentInput packed, int largest) throws IOException {
        this.packed = packed;
        require(number(4) == MAGIC, "a frame begins with its magic");
        var flags = (int) number(1);
        require((flags & RESERVED) == 0, "the reserved bit is not set");
        var single = (flags & SINGLE_SEGMENT) != 0;
        var needed = single ? 0 : windowSize((int) number(1));
        var dictionary = number(new int[] {0, 1, 2, 4}[flags & 3]);
        if (dictionary != 0) {
            throw new Unread("it needs dictionary " + dictionary + ", which it does not carry");
        }
        size = switch (flags >>> 6) {
            case 0 -> single ? number(1) : -1;
            case 1 -> number(2) + 256;
            case 2 -> number(4);
            default -> number(8);
        };
        require(size >= -1, "a size is below 2^63");
        needed = single ? size : needed;
        if (needed > largest) {
            throw new Unread("it asks for a window of more than " + (largest >> 20) + " MiB");
        }
        longestBlock = (int) Math.min(Block.LONGEST, Math.max(needed, 1));
        window = new Window((int) needed, size);
        summed = (flags & CHECKSUM) != 0;
    }

    private static long windowSize(int descriptor) {
        var base = 1L << 10 + (descriptor >>> 3);
        return base + base / 8 * (descriptor & 7);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0) {
            var read = window.take(into, offset, length);
            if (read > 0) {
                return read;
            }
            if (last) {
                end();
                return -1;
            }
            block();
        }
        return 0;
    }

    private void block() throws IOException {
        var header = (int) number(3);
        last = (header & 1) != 0;
        var length = header >>> 3;
        require(length <= longestBlock, "a block is not longer than its window, nor than 128 KiB");
        window.makeRoom(longestBlock);
        var before = window.end();
        switch (header >>> 1 & 3) {
            case RAW -> {
                bytes(window.bytes(), before, length);
                window.advance(length);
            }
            case RUN -> window.run((byte) number(1), length);
            case PACKED -> {
                var bytes = new byte[length];
                bytes(bytes, 0, length);
                block.unpack(bytes, window, longestBlock);
            }
            default -> require(false, "a block is raw, a run or packed");
        }
        produced += window.end() - before;
        if (summed) {
            sum.update(window.bytes(), before, window.end() - before);
        }
        require(size < 0 || produced <= size, "a frame is as long as it says");
    }

    private void end() throws IOException {
        if (!ended) {
            ended = true;
            require(size < 0 || produced == size, "a frame is as long as it says");
            require(!summed || number(4) == (sum.value() & 0xffff_ffffL), "the checksum is of these bytes");
        }
    }

    private long number(int width) throws IOException {
        var value = 0L;
        for (var i = 0; i < width; i++) {
            var next = packed.read();
            require(next >= 0, "a frame goes on to its last block");
            value |= (long) next << 8 * i;
        }
        return value;
    }

    private void bytes(byte[] into, int offset, int length) throws IOException {
        require(packed.readNBytes(into, offset, length) == length, "a frame goes on to its last block");
    }

    static void require(boolean holds, String rule) throws IOException {
        if (!holds) {
            throw new IOException(rule);
        }
    }
}
