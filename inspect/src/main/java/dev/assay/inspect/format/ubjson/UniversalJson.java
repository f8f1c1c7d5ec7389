package dev.assay.inspect.format.ubjson;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/// JSON with letters for types and lengths before texts; numbers are big-endian. All of it is data.
///
/// @see <a href="https://ubjson.org/">Universal Binary JSON, draft 12</a>
public final class UniversalJson implements Format {

    private static final int DEEPEST = 500;
    private static final int LONGEST_KEY = 64 << 10;
    private static final String LENGTHS = "iUIlL";

    @Override
    public String name() {
        return "ubjson";
    }

    /// An object whose first key says how long it is: a letter and a number.
    @Override
    public boolean claims(Specimen specimen) {
        if (specimen.byteAt(0) != '{' || LENGTHS.indexOf(specimen.byteAt(1)) < 0) {
            return false;
        }
        try {
            var in = specimen.cursor().at(1);
            var key = in.text(length(in, in.u8()), 256);
            return !key.isEmpty() && key.chars().allMatch(it -> it >= ' ' && it < 0x7f);
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        new Reading(specimen, examination).read();
        examination.covers(specimen, 0, specimen.size());
    }

    private static long length(Cursor in, int type) throws Malformed {
        return switch (type) {
            case 'i' -> {
                var small = (byte) in.u8();
                in.require(small >= 0, "a length is not negative");
                yield small;
            }
            case 'U' -> in.u8();
            case 'I' -> {
                var length = (short) in.u16be();
                in.require(length >= 0, "a length is not negative");
                yield length;
            }
            case 'l' -> {
                var length = (int) in.u32be();
                in.require(length >= 0, "a length is not negative");
                yield length;
            }
            case 'L' -> in.u64be();
            default -> throw new Malformed(in.offset(), "a length is a whole number");
        };
    }

    /// An object or list that is open: the letter of all its values, or 0; and how many are still to come, or
    /// -1 if a bracket ends it.
    private static final class Level {
        private final boolean object;
        private final int typed;
        private final Set<String> keys = new HashSet<>();
        private long left;

        Level(boolean object, int typed, long left) {
            this.object = object;
            this.typed = typed;
            this.left = left;
        }
    }

    private static final class Reading {

        private final Specimen specimen;
        private final Examination examination;
        private final Cursor in;
        private final ArrayList<Level> open = new ArrayList<>();

        Reading(Specimen specimen, Examination examination) {
            this.specimen = specimen;
            this.examination = examination;
            this.in = specimen.cursor();
        }

        void read() throws Malformed {
            value(in.u8());
            while (!open.isEmpty()) {
                var top = open.getLast();
                if (top.left == 0) {
                    open.removeLast();
                    continue;
                }
                var next = top.typed == 0 || top.object ? in.u8() : top.typed;
                if (top.left < 0 && next == (top.object ? '}' : ']')) {
                    open.removeLast();
                    continue;
                }
                if (top.left > 0) {
                    top.left--;
                }
                if (top.object) {
                    key(top, next);
                    next = top.typed == 0 ? in.u8() : top.typed;
                }
                value(next);
            }
            in.require(in.left() == 0, "nothing stands behind the value");
        }

        private void key(Level level, int length) throws Malformed {
            var at = in.offset();
            var key = in.text(length(in, length), LONGEST_KEY);
            if (!level.keys.add(key)) {
                examination.note(new Finding.Differs(
                        specimen.place().at(at), "the key '" + Words.shown(key) + "' stands twice in one object"));
            }
        }

        private void value(int type) throws Malformed {
            switch (type) {
                case 'Z', 'N', 'T', 'F' -> {}
                case '{', '[' -> opens(type == '{');
                case 'S', 'H' -> in.skip(length(in, in.u8()));
                default -> in.skip(width(type));
            }
        }

        private int width(int type) throws Malformed {
            return switch (type) {
                case 'i', 'U', 'C' -> 1;
                case 'I' -> 2;
                case 'l', 'd' -> 4;
                case 'L', 'D' -> 8;
                default -> throw new Malformed(in.offset(), "a value begins with a letter that means something");
            };
        }

        /// `[$d#l` and a count: a list of so many numbers of one type, with nothing between them.
        private void opens(boolean object) throws Malformed {
            in.require(open.size() < DEEPEST, "values nest at most " + DEEPEST + " deep");
            var typed = 0;
            var left = -1L;
            if (specimen.byteAt(in.offset()) == '$') {
                in.skip(1);
                typed = in.u8();
                in.require(specimen.byteAt(in.offset()) == '#', "values of one type are counted");
            }
            if (specimen.byteAt(in.offset()) == '#') {
                in.skip(1);
                left = length(in, in.u8());
                if (!object && typed != 0 && "iUCIldLD".indexOf(typed) >= 0) {
                    in.skip((long) in.count(left, width(typed)) * width(typed));
                    return;
                }
                in.count(left, 1); // no honest list is of nothing but nothing
            }
            open.add(new Level(object, typed, left));
        }
    }
}
