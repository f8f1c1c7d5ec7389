package dev.assay.inspect.format.rar;

import java.io.IOException;

/// A canonical prefix code: of each symbol only the length is known, at most fifteen bits.
final class Code {

    private static final int LONGEST = 15;

    private final int[] counts = new int[LONGEST + 1];
    private final int[] symbols;

    /// @param lengths by symbol; zero for those that do not occur
    /// @throws IOException if there are more codes of some length than there can be
    Code(int[] lengths, int from, int to) throws IOException {
        symbols = new int[to - from];
        for (var i = from; i < to; i++) {
            counts[lengths[i]]++;
        }
        counts[0] = 0;
        var left = 1;
        var offsets = new int[LONGEST + 2];
        for (var length = 1; length <= LONGEST; length++) {
            left = 2 * left - counts[length];
            if (left < 0) {
                throw new IOException("a code has room for its symbols");
            }
            offsets[length + 1] = offsets[length] + counts[length];
        }
        for (var i = from; i < to; i++) {
            if (lengths[i] > 0) {
                symbols[offsets[lengths[i]]++] = i - from;
            }
        }
    }

    int next(Bits in) throws IOException {
        var code = 0;
        var first = 0;
        var index = 0;
        for (var length = 1; length <= LONGEST; length++) {
            code |= in.bit();
            var count = counts[length];
            if (code - first < count) {
                return symbols[index + code - first];
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new IOException("these bits are a code");
    }
}
