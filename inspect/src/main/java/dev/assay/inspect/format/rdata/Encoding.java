package dev.assay.inspect.format.rdata;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;

/// How numbers and texts are written.
sealed interface Encoding {

    int integer() throws Malformed;

    /// Passes by so many elements of so many bytes each.
    void skip(long count, int width) throws Malformed;

    /// So many bytes, of which the first thousand are kept.
    String text(long length) throws Malformed;

    /// What may stand behind the value.
    void rest() throws Malformed;

    int KEPT = 1000;

    private static String kept(Cursor in, long length) throws Malformed {
        var bytes = in.take(length);
        return new String(bytes.asSlice(0, Math.min(KEPT, length)).toArray(JAVA_BYTE), UTF_8);
    }

    private static void skip(Cursor in, long count, int width) throws Malformed {
        in.require(count >= 0 && count <= in.left() / width, "a count fits in the bytes left");
        in.skip(count * width);
    }

    /// Big-endian: what `saveRDS` writes.
    record Xdr(Cursor in) implements Encoding {
        @Override
        public int integer() throws Malformed {
            return (int) in.u32be();
        }

        @Override
        public void skip(long count, int width) throws Malformed {
            Encoding.skip(in, count, width);
        }

        @Override
        public String text(long length) throws Malformed {
            return kept(in, length);
        }

        @Override
        public void rest() {}
    }

    /// As the machine has them, which is little-endian.
    record Native(Cursor in) implements Encoding {
        @Override
        public int integer() throws Malformed {
            return (int) in.u32();
        }

        @Override
        public void skip(long count, int width) throws Malformed {
            Encoding.skip(in, count, width);
        }

        @Override
        public String text(long length) throws Malformed {
            return kept(in, length);
        }

        @Override
        public void rest() {}
    }

    /// Words apart by white space; texts with the escapes of C.
    record Ascii(Cursor in) implements Encoding {

        private static final int LONGEST_WORD = 400;

        @Override
        public int integer() throws Malformed {
            var word = word();
            if (word.equals("NA")) {
                return Integer.MIN_VALUE;
            }
            in.require(word.matches("-?[0-9]{1,10}"), "an integer is written in digits");
            return (int) Long.parseLong(word);
        }

        @Override
        public void skip(long count, int width) throws Malformed {
            in.require(count >= 0 && count <= in.left() / 2 + 1, "a count fits in the bytes left");
            for (var words = width == 16 ? 2 * count : count; words > 0; words--) {
                word();
            }
        }

        private String word() throws Malformed {
            var next = space();
            var word = new StringBuilder();
            while (next > ' ') {
                in.require(word.length() < LONGEST_WORD, "a word is short");
                word.append((char) next);
                next = in.left() > 0 ? in.u8() : -1;
            }
            in.require(!word.isEmpty(), "a word is expected here");
            return word.toString();
        }

        private int space() throws Malformed {
            var next = in.u8();
            while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
                next = in.u8();
            }
            return next;
        }

        @Override
        public String text(long length) throws Malformed {
            in.require(length <= in.left(), "a text ends inside the file");
            var kept = new StringBuilder();
            for (var i = 0L; i < length; i++) {
                var next = i == 0 ? space() : in.u8();
                if (next == '\\') {
                    next = escaped();
                }
                if (i < KEPT) {
                    kept.append((char) next);
                }
            }
            return kept.toString();
        }

        private int escaped() throws Malformed {
            var letter = in.u8();
            if (letter < '0' || letter > '7') {
                return letter;
            }
            var code = letter - '0';
            for (var i = 0; i < 2; i++) {
                var here = in.offset();
                var digit = in.u8();
                if (digit < '0' || digit > '7') {
                    in.at(here);
                    break;
                }
                code = code * 8 + digit - '0';
            }
            return code;
        }

        @Override
        public void rest() throws Malformed {
            while (in.left() > 0) {
                in.require(in.u8() <= ' ', "nothing stands behind the value");
            }
        }
    }
}
