package dev.assay.inspect.wire.zstd;

import java.io.IOException;
import java.util.Arrays;

/// A table of finite state entropy (RFC 8878, section 4.1): each state is a symbol, and the way to the next state.
final class Fse {

    final int accuracy;
    final byte[] symbols;
    private final byte[] widths;
    private final int[] bases;

    private Fse(int accuracy) {
        this.accuracy = accuracy;
        this.symbols = new byte[1 << accuracy];
        this.widths = new byte[1 << accuracy];
        this.bases = new int[1 << accuracy];
    }

    /// One symbol, always.
    static Fse run(int symbol) {
        var table = new Fse(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /// @param probabilities in parts of 2^accuracy; -1 is less than one part
    static Fse of(int accuracy, int... probabilities) throws IOException {
        var table = new Fse(accuracy);
        table.spread(probabilities);
        return table;
    }

    /// A table, and where it ends.
    record Read(Fse table, int end) {}

    /// Reads a description (section 4.1.1).
    ///
    /// @param most symbols it may have
    static Read read(byte[] bytes, int from, int to, int most, int highestAccuracy) throws IOException {
        var in = new ForwardBits(bytes, from, to);
        var accuracy = in.read(4) + 5;
        ZstdInput.require(accuracy <= highestAccuracy, "a table is not finer than it may be");
        var probabilities = new int[most];
        var left = 1 << accuracy;
        var symbol = 0;
        while (left > 0) {
            ZstdInput.require(symbol < most, "a table has no more symbols than there are");
            var width = 32 - Integer.numberOfLeadingZeros(left + 1);
            var value = in.read(width);
            var low = (1 << width - 1) - 1;
            var threshold = (1 << width) - 1 - (left + 1);
            if ((value & low) < threshold) {
                in.back();
                value &= low;
            } else if (value > low) {
                value -= threshold;
            }
            var probability = value - 1;
            left -= Math.abs(probability);
            probabilities[symbol++] = probability;
            if (probability == 0) {
                for (var more = 3; more == 3; ) {
                    more = in.read(2);
                    symbol += more;
                    ZstdInput.require(symbol <= most, "a table has no more symbols than there are");
                }
            }
        }
        ZstdInput.require(left == 0, "the probabilities of a table add up");
        return new Read(of(accuracy, Arrays.copyOf(probabilities, symbol)), in.end());
    }

    private void spread(int[] probabilities) throws IOException {
        var size = 1 << accuracy;
        var mask = size - 1;
        var high = size;
        var next = new int[probabilities.length];
        for (var symbol = 0; symbol < probabilities.length; symbol++) {
            if (probabilities[symbol] < 0) {
                symbols[--high] = (byte) symbol;
            }
            next[symbol] = Math.abs(probabilities[symbol]);
        }
        var step = (size >> 1) + (size >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < probabilities.length; symbol++) {
            for (var i = 0; i < probabilities[symbol]; i++) {
                symbols[at] = (byte) symbol;
                do {
                    at = at + step & mask;
                } while (at >= high);
            }
        }
        ZstdInput.require(at == 0, "the probabilities of a table add up");
        for (var state = 0; state < size; state++) {
            var following = next[Byte.toUnsignedInt(symbols[state])]++;
            var width = accuracy - (31 - Integer.numberOfLeadingZeros(following));
            widths[state] = (byte) width;
            bases[state] = (following << width) - size;
        }
    }

    int first(BackwardBits in) {
        return (int) in.read(accuracy);
    }

    int symbol(int state) {
        return Byte.toUnsignedInt(symbols[state]);
    }

    int next(int state, BackwardBits in) {
        return bases[state] + (int) in.read(widths[state]);
    }

    /// Bits from the first to the last, each byte's lowest first.
    private static final class ForwardBits {

        private final byte[] bytes;
        private final int from;
        private final int to;
        private int bit;

        ForwardBits(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
        }

        int read(int count) throws IOException {
            var value = 0;
            for (var i = 0; i < count; i++) {
                var at = from + (bit >>> 3);
                // The last number may be short of bits that it then gives back.
                ZstdInput.require(at <= to, "a table ends inside its block");
                var here = at < to ? bytes[at] >>> (bit & 7) & 1 : 0;
                value |= here << i;
                bit++;
            }
            return value;
        }

        void back() {
            bit--;
        }

        int end() throws IOException {
            var end = from + (bit + 7 >>> 3);
            ZstdInput.require(end <= to, "a table ends inside its block");
            return end;
        }
    }
}
