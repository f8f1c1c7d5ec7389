package dev.assay.inspect.wire.zstd;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A packed block (RFC 8878, section 3.1.1.2.3): literals, and sequences that say how to weave them with what was
/// before. Tables and offsets go on from block to block.
final class Block {

    static final int LONGEST = 128 << 10;

    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int AGAIN = 3;

    private final Sequences sequences = new Sequences();
    private final byte[] literals = new byte[LONGEST];
    private @Nullable Huffman code;
    private int count;

    void unpack(byte[] bytes, Window window, int longest) throws IOException {
        ZstdInput.require(bytes.length > 1, "a packed block has literals and sequences");
        var end = literals(bytes, longest);
        sequences.unpack(bytes, end, literals, count, window, longest);
    }

    /// @return where they end
    private int literals(byte[] bytes, int longest) throws IOException {
        var kind = bytes[0] & 3;
        var form = bytes[0] >>> 2 & 3;
        if (kind <= RUN) {
            var width = (form & 1) == 0 ? 1 : form == 1 ? 2 : 3;
            count = (int) (number(bytes, 0, width) >>> (width == 1 ? 3 : 4));
            ZstdInput.require(count <= longest, "literals fit in a block");
            var length = kind == RUN ? 1 : count;
            ZstdInput.require(width + length <= bytes.length, "literals end inside their block");
            if (kind == RAW) {
                System.arraycopy(bytes, width, literals, 0, count);
            } else {
                Arrays.fill(literals, 0, count, bytes[width]);
            }
            return width + length;
        }
        var header = form < 2 ? 3 : form + 2;
        var bits = form < 2 ? 10 : form == 2 ? 14 : 18;
        var sizes = number(bytes, 0, header) >>> 4;
        count = (int) (sizes & (1L << bits) - 1);
        var length = (int) (sizes >>> bits & (1L << bits) - 1);
        var end = header + length;
        ZstdInput.require(count <= longest && end <= bytes.length, "literals end inside their block");
        var from = header;
        if (kind != AGAIN) {
            var read = Huffman.read(bytes, header, end);
            code = read.code();
            from = read.end();
        }
        if (code == null) {
            throw new IOException("there is a code before it is used again");
        }
        if (form == 0) {
            code.literals(bytes, from, end, literals, 0, count);
        } else {
            four(code, bytes, from, end);
        }
        return end;
    }

    /// Four streams, the lengths of three of them first; each has a fourth of the literals, rounded up.
    private void four(Huffman words, byte[] bytes, int from, int end) throws IOException {
        ZstdInput.require(end - from >= 6, "four streams say their lengths");
        var each = (count + 3) / 4;
        var here = from + 6;
        ZstdInput.require(count >= 3 * each, "four streams share the literals");
        for (var i = 0; i < 4; i++) {
            var to = i == 3 ? end : here + (int) number(bytes, from + 2 * i, 2);
            ZstdInput.require(to <= end, "four streams end inside their block");
            words.literals(bytes, here, to, literals, i * each, i == 3 ? count - 3 * each : each);
            here = to;
        }
    }

    static long number(byte[] bytes, int from, int width) throws IOException {
        ZstdInput.require(from + width <= bytes.length, "a number ends inside its block");
        var value = 0L;
        for (var i = width - 1; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedInt(bytes[from + i]);
        }
        return value;
    }
}
