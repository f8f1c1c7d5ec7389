package dev.assay.inspect.format.ggml;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;

/// A model for ggml: the magics `ggml`, `ggmf`, `ggjt` and, of an adapter, `ggla`, read as a number.
///
/// Which sizes stand in the header, each program knew for itself; so the layouts in use are tried, and one holds if it
/// leads to tensors that end with the file.
public final class Ggml implements Format {

    private static final String PLAIN = "lmgg";
    private static final String VERSIONED = "fmgg";
    private static final String ALIGNED = "tjgg";
    private static final String ADAPTER = "algg";
    private static final int ALIGNMENT = 32;
    private static final int LONGEST_NAME = 1024;
    private static final int MOST_DIMENSIONS = 4;
    private static final int MOST_IN_A_BYTE = 8;

    /// Numbers in a block, and bytes of it, by type; before version three of `ggjt` some blocks were longer.
    private static final int[] BLOCKS = {
        1, 1, 32, 32, 16, 16, 32, 32, 32, 32, 256, 256, 256, 256, 256, 256, 256, 256, 256, 256, 32, 256, 256, 256, 1, 1,
        1
    };
    private static final int[] BYTES = {
        4, 2, 18, 20, 10, 12, 22, 24, 34, 36, 84, 110, 144, 176, 210, 292, 66, 74, 98, 50, 18, 110, 82, 136, 1, 2, 4
    };
    private static final int[] OLD_BYTES = {4, 2, 20, 24, 10, 12, 22, 24, 36, 40};

    /// How a header goes on behind the magic and the version.
    private enum Layout {
        LLAMA,
        WHISPER,
        /// Five to nine sizes, the first being how many words there are, which then stands once more before the words.
        WORDS_5,
        WORDS_6,
        WORDS_7,
        WORDS_8,
        WORDS_9,
        ADAPTER
    }

    @Override
    public String name() {
        return "ggml";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(PLAIN)
                || specimen.startsWith(VERSIONED)
                || specimen.startsWith(ALIGNED)
                || specimen.startsWith(ADAPTER);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        for (var layout : Layout.values()) {
            for (var sizes : new int[][] {BYTES, OLD_BYTES}) {
                if ((layout == Layout.ADAPTER) == specimen.startsWith(ADAPTER)) {
                    try {
                        read(specimen, layout, sizes);
                    } catch (Malformed other) {
                        continue;
                    }
                    parked(specimen, layout, sizes, examination);
                    examination.covers(specimen, 0, specimen.size());
                    return;
                }
            }
        }
        specimen.cursor().require(false, "a model for ggml is sizes, words and tensors up to its end");
    }

    private static void read(Specimen specimen, Layout layout, int[] sizes) throws Malformed {
        var in = specimen.cursor();
        header(in, specimen, layout);
        while (in.left() > 0) {
            tensor(in, sizes, aligned(specimen));
        }
    }

    /// Looks at each tensor for a file that somebody parked there.
    private static void parked(Specimen specimen, Layout layout, int[] sizes, Examination examination)
            throws Malformed {
        var in = specimen.cursor();
        header(in, specimen, layout);
        while (in.left() > 0) {
            var from = tensor(in, sizes, aligned(specimen));
            if (Beginnings.ofAFile(specimen, from, in.offset())) {
                examination.plain(specimen.part("tensor@0x" + Long.toHexString(from), from, in.offset()));
            }
        }
    }

    private static boolean aligned(Specimen specimen) {
        return specimen.startsWith(ALIGNED) || specimen.startsWith(ADAPTER);
    }

    private static void header(Cursor in, Specimen specimen, Layout layout) throws Malformed {
        var versioned = !specimen.startsWith(PLAIN);
        in.skip(versioned ? 8 : 4);
        switch (layout) {
            case LLAMA -> {
                var words = in.u32();
                in.skip(6 * 4);
                words(in, words, versioned);
            }
            case WHISPER -> {
                in.skip(11 * 4);
                var filters = in.u32() * in.u32();
                in.require(filters >= 0 && filters <= in.left() / 4, "the filters are inside the file");
                in.skip(4 * filters);
                words(in, in.u32(), false);
            }
            case WORDS_5 -> sizes(in, 5);
            case WORDS_6 -> sizes(in, 6);
            case WORDS_7 -> sizes(in, 7);
            case WORDS_8 -> sizes(in, 8);
            case WORDS_9 -> sizes(in, 9);
            case ADAPTER -> in.skip(8); // rank and scale
        }
    }

    private static void sizes(Cursor in, int many) throws Malformed {
        var words = in.u32();
        in.skip(4L * (many - 1));
        in.require(in.u32() == words, "the words are as many as the sizes say");
        words(in, words, false);
    }

    private static void words(Cursor in, long many, boolean scores) throws Malformed {
        var count = in.count(many, scores ? 8 : 4);
        for (var i = 0; i < count; i++) {
            var length = in.u32();
            in.require(length <= LONGEST_NAME, "a word is at most " + LONGEST_NAME + " bytes");
            in.skip(length + (scores ? 4 : 0));
        }
    }

    /// @return where its numbers begin
    private static long tensor(Cursor in, int[] sizes, boolean aligned) throws Malformed {
        var dimensions = in.u32();
        var length = in.u32();
        var type = in.u32();
        in.require(dimensions >= 1 && dimensions <= MOST_DIMENSIONS, "a tensor has one to four dimensions");
        in.require(length <= LONGEST_NAME, "a name is at most " + LONGEST_NAME + " bytes");
        in.require(type < sizes.length, "a tensor is of a known type");
        var numbers = 1L;
        for (var i = 0; i < dimensions; i++) {
            var dimension = in.u32();
            in.require(dimension > 0 && dimension <= MOST_IN_A_BYTE * in.left() / numbers, "a tensor fits in the file");
            numbers *= dimension;
        }
        in.skip(length);
        if (aligned) {
            in.skip(-in.offset() & ALIGNMENT - 1);
        }
        var from = in.offset();
        var block = BLOCKS[(int) type];
        in.require(numbers % block == 0, "a tensor is whole blocks");
        in.skip(numbers / block * sizes[(int) type]);
        return from;
    }
}
