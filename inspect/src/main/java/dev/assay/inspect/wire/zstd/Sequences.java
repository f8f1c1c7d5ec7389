package dev.assay.inspect.wire.zstd;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sequences (RFC 8878, section 3.1.1.3.2): so many literals, then a match of such a length, so far back.
final class Sequences {

    private static final int HIGHEST_LITERALS = 35;
    private static final int HIGHEST_OFFSET = 31;
    private static final int HIGHEST_MATCH = 52;

    private static final int[] LITERALS_BASE = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16_384, 32_768, 65_536
    };
    private static final int[] LITERALS_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16_387, 32_771,
        65_539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    /// The tables everybody has (appendix A).
    private static final int[] USUAL_LITERALS = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
    };
    private static final int[] USUAL_MATCH = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };
    private static final int[] USUAL_OFFSETS = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };

    private final long[] recent = {1, 4, 8};
    private @Nullable Fse literalLengths;
    private @Nullable Fse offsets;
    private @Nullable Fse matchLengths;

    /// Where a table's description ended.
    private int here;

    /// Weaves the literals into the window.
    ///
    /// @param longest bytes the block may unpack to
    void unpack(byte[] bytes, int from, byte[] literals, int count, Window window, int longest) throws IOException {
        var sequences = header(bytes, from);
        if (sequences == 0) {
            ZstdInput.require(here == bytes.length, "a block without sequences ends with their number");
            window.literals(literals, 0, count);
            return;
        }
        var modes = (int) Block.number(bytes, here++, 1);
        ZstdInput.require((modes & 3) == 0, "the reserved bits are not set");
        var lengths = table(bytes, modes >>> 6, literalLengths, USUAL_LITERALS, 6, HIGHEST_LITERALS, 9);
        literalLengths = lengths;
        var backs = table(bytes, modes >>> 4 & 3, offsets, USUAL_OFFSETS, 5, HIGHEST_OFFSET, 8);
        offsets = backs;
        var matches = table(bytes, modes >>> 2 & 3, matchLengths, USUAL_MATCH, 6, HIGHEST_MATCH, 9);
        matchLengths = matches;

        var in = new BackwardBits(bytes, here, bytes.length);
        var length = lengths.first(in);
        var back = backs.first(in);
        var match = matches.first(in);
        var used = 0;
        var room = longest;
        for (var i = 0; i < sequences; i++) {
            var width = backs.symbol(back);
            var offset = (1L << width) + in.read(width);
            var code = matches.symbol(match);
            var matched = MATCH_BASE[code] + (int) in.read(MATCH_BITS[code]);
            code = lengths.symbol(length);
            var literal = LITERALS_BASE[code] + (int) in.read(LITERALS_BITS[code]);
            ZstdInput.require(in.left() >= 0, "sequences end inside their block");
            ZstdInput.require(literal <= count - used, "there are literals for every sequence");
            room -= literal + matched;
            ZstdInput.require(room >= 0, "a block unpacks to no more than it may");
            window.literals(literals, used, literal);
            used += literal;
            window.match(offset(offset, literal), matched);
            if (i + 1 < sequences) {
                length = lengths.next(length, in);
                match = matches.next(match, in);
                back = backs.next(back, in);
            }
        }
        ZstdInput.require(in.left() == 0, "the bits of sequences are used up");
        ZstdInput.require(count - used <= room, "a block unpacks to no more than it may");
        window.literals(literals, used, count - used);
    }

    /// @return how many sequences there are
    private int header(byte[] bytes, int from) throws IOException {
        var first = (int) Block.number(bytes, from, 1);
        if (first < 128) {
            here = from + 1;
            return first;
        }
        if (first < 255) {
            here = from + 2;
            return (first - 128 << 8) + (int) Block.number(bytes, from + 1, 1);
        }
        here = from + 3;
        return 0x7f00 + (int) Block.number(bytes, from + 1, 2);
    }

    private Fse table(
            byte[] bytes, int mode, @Nullable Fse before, int[] usual, int usualAccuracy, int highest, int accuracy)
            throws IOException {
        return switch (mode) {
            case 0 -> Fse.of(usualAccuracy, usual);
            case 1 -> {
                var symbol = (int) Block.number(bytes, here++, 1);
                ZstdInput.require(symbol <= highest, "a symbol is one of its kind");
                yield Fse.run(symbol);
            }
            case 2 -> {
                var read = Fse.read(bytes, here, bytes.length, highest + 1, accuracy);
                here = read.end();
                yield read.table();
            }
            default -> {
                if (before == null) {
                    throw new IOException("there is a table before it is used again");
                }
                yield before;
            }
        };
    }

    /// Values up to three mean one of the last three offsets; after a sequence without literals, the next ones.
    private long offset(long value, int literals) throws IOException {
        if (value > 3) {
            recent[2] = recent[1];
            recent[1] = recent[0];
            recent[0] = value - 3;
            return recent[0];
        }
        var which = (int) value - 1 + (literals == 0 ? 1 : 0);
        var offset = which == 3 ? recent[0] - 1 : recent[which];
        ZstdInput.require(offset > 0, "an offset is not zero");
        if (which > 1) {
            recent[2] = recent[1];
        }
        if (which > 0) {
            recent[1] = recent[0];
            recent[0] = offset;
        }
        return offset;
    }
}
