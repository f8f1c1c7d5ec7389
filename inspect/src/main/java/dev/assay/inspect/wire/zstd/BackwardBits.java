package dev.assay.inspect.wire.zstd;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bits read from the last to the first (RFC 8878, section 4.1): the highest bit set in the last byte says where they
/// begin. Before the first there are zeros.
final class BackwardBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int from;
    private final int to;
    private long left;

    BackwardBits(byte[] bytes, int from, int to) throws IOException {
        ZstdInput.require(to > from && bytes[to - 1] != 0, "bits end with one that is set");
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.left = (to - from) * 8L - Integer.numberOfLeadingZeros(Byte.toUnsignedInt(bytes[to - 1])) + 23;
    }

    /// How many are left; below zero once more were read than there are.
    long left() {
        return left;
    }

    /// @param count at most 32
    long read(int count) {
        left -= count;
        return at(left, count);
    }

    /// The next bits, which stay there.
    int peek(int count) {
        return (int) at(left - count, count);
    }

    void skip(int count) {
        left -= count;
    }

    private long at(long bit, int count) {
        if (bit < 0) {
            return bit + count > 0 ? at(0, (int) (bit + count)) << -bit : 0;
        }
        var start = from + (int) (bit >>> 3);
        var value = 0L;
        if (start + 8 <= bytes.length) {
            value = (long) LONG.get(bytes, start);
        } else {
            for (var i = Math.min(to, start + 8) - 1; i >= start; i--) {
                value = value << 8 | Byte.toUnsignedInt(bytes[i]);
            }
        }
        return value >>> (bit & 7) & (1L << count) - 1;
    }
}
