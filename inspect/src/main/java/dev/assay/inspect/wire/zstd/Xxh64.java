package dev.assay.inspect.wire.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// XXH64 with seed 0, as far as it is needed for a frame's checksum.
///
/// @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">its specification</a>
final class Xxh64 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private final long[] lanes = {Long.sum(P1, P2), P2, 0, Long.sum(0, -P1)};
    private final byte[] rest = new byte[STRIPE];
    private int resting;
    private long length;

    void update(byte[] bytes, int offset, int count) {
        length += count;
        var at = offset;
        var end = offset + count;
        if (resting > 0) {
            var filling = Math.min(STRIPE - resting, count);
            System.arraycopy(bytes, at, rest, resting, filling);
            resting += filling;
            at += filling;
            if (resting < STRIPE) {
                return;
            }
            stripe(rest, 0);
            resting = 0;
        }
        for (; at + STRIPE <= end; at += STRIPE) {
            stripe(bytes, at);
        }
        System.arraycopy(bytes, at, rest, 0, end - at);
        resting = end - at;
    }

    private void stripe(byte[] bytes, int at) {
        for (var lane = 0; lane < 4; lane++) {
            lanes[lane] = round(lanes[lane], (long) LONG.get(bytes, at + 8 * lane));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    long value() {
        var hash = length < STRIPE
                ? P5
                : Long.rotateLeft(lanes[0], 1)
                        + Long.rotateLeft(lanes[1], 7)
                        + Long.rotateLeft(lanes[2], 12)
                        + Long.rotateLeft(lanes[3], 18);
        if (length >= STRIPE) {
            for (var lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        }
        hash += length;
        var at = 0;
        for (; at + 8 <= resting; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(rest, at)), 27) * P1 + P4;
        }
        if (at + 4 <= resting) {
            hash = Long.rotateLeft(hash ^ Integer.toUnsignedLong((int) INT.get(rest, at)) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < resting; at++) {
            hash = Long.rotateLeft(hash ^ Byte.toUnsignedLong(rest[at]) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }
}
