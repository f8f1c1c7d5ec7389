package dev.assay.inspect.format.rar;

import java.io.IOException;
import java.util.Arrays;

/// What was unpacked, as far back as matches reach and filters need; grows as bytes come.
final class History {

    private static final int FIRST = 1 << 16;

    private final long reach;
    private final int largest;
    private byte[] ring = new byte[FIRST];
    private long end;

    /// @param reach how far back matches may reach
    History(long reach) {
        this.reach = reach;
        this.largest = Integer.highestOneBit((int) (reach + 2L * Filter.LONGEST)) << 1;
    }

    /// How many bytes there were so far.
    long end() {
        return end;
    }

    /// How many bytes may go unread until some are overwritten.
    long room() {
        return largest;
    }

    void put(int value) {
        if (end == ring.length && ring.length < largest) {
            ring = Arrays.copyOf(ring, 2 * ring.length);
        }
        ring[(int) end & ring.length - 1] = (byte) value;
        end++;
    }

    void repeat(long back, int length) throws IOException {
        if (back <= 0 || back > end || back > reach) {
            throw new IOException("a match lies in what was unpacked");
        }
        for (var i = 0; i < length; i++) {
            put(ring[(int) (end - back) & ring.length - 1]);
        }
    }

    void copy(long from, byte[] into, int offset, int length) {
        for (var i = 0; i < length; i++) {
            into[offset + i] = ring[(int) (from + i) & ring.length - 1];
        }
    }
}
