package dev.assay.inspect.format.sevenzip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.BitSet;

/// The encodings of the list: numbers of one to nine bytes, and bits in a row.
final class Numbers {

    private Numbers() {}

    /// As many bits set at the top of the first byte as bytes follow, least byte first; what is left of the first byte
    /// is on top.
    static long number(Cursor in) throws Malformed {
        var first = in.u8();
        var value = 0L;
        var mask = 0x80;
        for (var shift = 0; shift < 64; shift += 8) {
            if ((first & mask) == 0) {
                value |= (long) (first & mask - 1) << shift;
                break;
            }
            value |= (long) in.u8() << shift;
            mask >>>= 1;
        }
        in.require(value >= 0, "a number is below 2^63");
        return value;
    }

    /// A count of things that take at least one bit each, so that a small list cannot ask for a large table.
    static int count(Cursor in) throws Malformed {
        var declared = number(in);
        in.require(declared <= 8 * (in.left() + 1), "a count fits in the bytes left");
        in.require(declared <= 10_000_000, "there are at most ten million of anything");
        return (int) declared;
    }

    static BitSet bits(Cursor in, int count) throws Malformed {
        var bits = new BitSet(count);
        var mask = 0;
        var byteHere = 0;
        for (var i = 0; i < count; i++) {
            if (mask == 0) {
                byteHere = in.u8();
                mask = 0x80;
            }
            bits.set(i, (byteHere & mask) != 0);
            mask >>>= 1;
        }
        return bits;
    }

    /// Bits that are not there if all of them are set.
    static BitSet bitsUnlessAll(Cursor in, int count) throws Malformed {
        if (in.u8() == 0) {
            return bits(in, count);
        }
        var all = new BitSet(count);
        all.set(0, count);
        return all;
    }

    /// Checksums, each present or not; -1 where it is not.
    static long[] checksums(Cursor in, int count) throws Malformed {
        var defined = bitsUnlessAll(in, count);
        var sums = new long[count];
        for (var i = 0; i < count; i++) {
            sums[i] = defined.get(i) ? in.u32() : -1;
        }
        return sums;
    }
}
