package dev.assay.inspect.wire.zstd;

import java.io.IOException;

/// A prefix code for literals (RFC 8878, section 4.2): looked up by as many bits as its longest word has.
final class Huffman {

    private static final int LONGEST = 11;
    private static final int MOST = 256;
    private static final int WEIGHTS_ACCURACY = 6;

    private final int longest;
    private final byte[] symbols;
    private final byte[] widths;

    private Huffman(int longest) {
        this.longest = longest;
        this.symbols = new byte[1 << longest];
        this.widths = new byte[1 << longest];
    }

    /// A code, and where its description ends.
    record Read(Huffman code, int end) {}

    static Read read(byte[] bytes, int from, int to) throws IOException {
        ZstdInput.require(from < to, "a code is described");
        var header = Byte.toUnsignedInt(bytes[from]);
        var weights = new int[MOST];
        if (header < 128) {
            var end = from + 1 + header;
            ZstdInput.require(end <= to, "a code is described inside its block");
            return new Read(of(weights, packedWeights(bytes, from + 1, end, weights)), end);
        }
        var count = header - 127;
        var end = from + 1 + (count + 1) / 2;
        ZstdInput.require(end <= to, "a code is described inside its block");
        for (var i = 0; i < count; i++) {
            var pair = Byte.toUnsignedInt(bytes[from + 1 + i / 2]);
            weights[i] = i % 2 == 0 ? pair >>> 4 : pair & 0xf;
        }
        return new Read(of(weights, count), end);
    }

    /// Two states take turns until the bits are used up.
    private static int packedWeights(byte[] bytes, int from, int to, int[] weights) throws IOException {
        var read = Fse.read(bytes, from, to, LONGEST + 2, WEIGHTS_ACCURACY);
        var table = read.table();
        var in = new BackwardBits(bytes, read.end(), to);
        var state = table.first(in);
        var other = table.first(in);
        ZstdInput.require(in.left() >= 0, "weights begin with two states");
        for (var count = 0; ; count++) {
            ZstdInput.require(count < MOST - 2, "there are at most 255 weights");
            weights[count] = table.symbol(state);
            state = table.next(state, in);
            if (in.left() < 0) {
                weights[count + 1] = table.symbol(other);
                return count + 2;
            }
            var turn = state;
            state = other;
            other = turn;
        }
    }

    /// The weight of the last symbol is what the others leave.
    private static Huffman of(int[] weights, int count) throws IOException {
        var total = 0;
        for (var i = 0; i < count; i++) {
            ZstdInput.require(weights[i] <= LONGEST + 1, "a weight is at most 12");
            total += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
        }
        ZstdInput.require(total > 0, "a code has a word");
        var longest = 32 - Integer.numberOfLeadingZeros(total);
        ZstdInput.require(longest <= LONGEST, "a word is at most 11 bits long");
        var left = (1 << longest) - total;
        ZstdInput.require(Integer.bitCount(left) == 1 && count < MOST, "the words of a code fill it");
        weights[count] = Integer.numberOfTrailingZeros(left) + 1;
        var code = new Huffman(longest);
        var at = 0;
        for (var weight = 1; weight <= longest; weight++) {
            for (var symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    for (var end = at + (1 << weight - 1); at < end; at++) {
                        code.symbols[at] = (byte) symbol;
                        code.widths[at] = (byte) (longest + 1 - weight);
                    }
                }
            }
        }
        return code;
    }

    /// Unpacks so many literals from one stream, which has to be used up by them.
    void literals(byte[] bytes, int from, int to, byte[] into, int offset, int count) throws IOException {
        var in = new BackwardBits(bytes, from, to);
        for (var i = offset; i < offset + count; i++) {
            var word = in.peek(longest);
            into[i] = symbols[word];
            in.skip(widths[word]);
        }
        ZstdInput.require(in.left() == 0, "a stream of literals ends with its last word");
    }
}
