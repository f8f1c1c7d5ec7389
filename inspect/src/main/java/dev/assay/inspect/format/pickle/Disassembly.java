package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A pickle's instructions, as they are written: for whoever wants to see what a finding is about.
///
/// This only prints. What the instructions do, under every reader, is the [Machine]'s business.
public final class Disassembly {

    private static final int LONGEST_ARGUMENT = 72;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST_NUMBER = 64;

    /// One instruction.
    ///
    /// @param offset where it begins
    /// @param opcode its name, as CPython has it
    /// @param argument what follows it in the stream, cut and made printable; empty if nothing does
    /// @param stack how many values lie on the stack before and after it: `2 → 1`; `?` where that is
    ///     not known
    public record Line(long offset, String opcode, String argument, String stack) {}

    private final Cursor in;
    private final long size;
    private final Depth depth = new Depth();

    private Disassembly(MemorySegment bytes) {
        this.in = new Cursor(bytes);
        this.size = bytes.byteSize();
    }

    /// The instructions around an offset: some before it, the one it lies in, and some behind it. Reads
    /// from the front, and where bytes in between are no instructions, such as the numbers of an array,
    /// again from the offset itself.
    ///
    /// @return in the order of their offsets; empty if there is no instruction at the offset
    public static List<Line> around(MemorySegment bytes, long offset, int before, int after) {
        var whole = new Disassembly(bytes).from(0, offset, before, after);
        return whole.isEmpty() ? new Disassembly(bytes).from(offset, offset, before, after) : whole;
    }

    private List<Line> from(long start, long offset, int before, int after) {
        var kept = new ArrayDeque<Line>();
        var left = after;
        var met = false;
        if (start > 0) {
            depth.lose();
        }
        try {
            in.at(start);
            while (in.offset() < size && (!met || left-- > 0)) {
                var line = next();
                kept.add(line);
                met |= line.offset <= offset && offset < in.offset();
                if (!met && kept.size() > before) {
                    kept.removeFirst();
                }
            }
        } catch (Malformed end) {
            // what is no instruction ends the list
        }
        return met ? List.copyOf(kept) : List.of();
    }

    private Line next() throws Malformed {
        var at = in.offset();
        var opcode = Opcode.of(in.u8());
        if (opcode == null) {
            throw new Malformed(at, "every opcode is of the protocol");
        }
        var argument = argument(opcode);
        return new Line(at, opcode.name(), argument, depth.after(opcode));
    }

    private String argument(Opcode opcode) throws Malformed {
        return switch (opcode.argument()) {
            case NOTHING -> "";
            case BYTE -> Integer.toString(in.u8());
            case TWO_BYTES -> Integer.toString(in.u16());
            case FOUR_BYTES -> opcode == Opcode.BININT ? Integer.toString((int) in.u32()) : Long.toString(in.u32());
            case EIGHT_BYTES -> opcode == Opcode.BINFLOAT ? real(in.take(8)) : Long.toUnsignedString(word(in.take(8)));
            case LINE -> quoted(line(), false);
            case NUMBER_LINE -> quoted(line(), true);
            case TWO_LINES -> quoted(line(), true) + " " + quoted(line(), true);
            case SHORT_COUNTED -> counted(opcode, in.take(in.u8()));
            case COUNTED -> counted(opcode, in.take(in.u32()));
            case LONG_COUNTED -> counted(opcode, in.take(in.u64()));
        };
    }

    private static String counted(Opcode opcode, MemorySegment bytes) {
        return switch (opcode) {
            case LONG1, LONG4 ->
                bytes.byteSize() > LONGEST_NUMBER ? "a number of " + bytes.byteSize() + " bytes" : number(bytes);
            case BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8 -> "b" + quoted(bytes, StandardCharsets.ISO_8859_1);
            case BINSTRING, SHORT_BINSTRING -> quoted(bytes, StandardCharsets.ISO_8859_1);
            default -> quoted(bytes, StandardCharsets.UTF_8);
        };
    }

    private static String number(MemorySegment bytes) {
        var little = bytes.toArray(JAVA_BYTE);
        if (little.length == 0) {
            return "0";
        }
        for (var i = 0; i < little.length / 2; i++) {
            var other = little[little.length - 1 - i];
            little[little.length - 1 - i] = little[i];
            little[i] = other;
        }
        return new BigInteger(little).toString();
    }

    private static String real(MemorySegment bytes) {
        return Double.toString(Double.longBitsToDouble(Long.reverseBytes(word(bytes))));
    }

    private static long word(MemorySegment bytes) {
        var word = 0L;
        for (var i = 7; i >= 0; i--) {
            word = word << 8 | Byte.toUnsignedLong(bytes.get(JAVA_BYTE, i));
        }
        return word;
    }

    private String line() throws Malformed {
        var text = new StringBuilder();
        for (var length = 0; length < LONGEST_LINE; length++) {
            var c = in.u8();
            if (c == '\n') {
                return text.toString();
            }
            if (text.length() <= LONGEST_ARGUMENT) {
                text.append((char) c);
            }
        }
        throw new Malformed(in.offset(), "a line ends with a newline");
    }

    private static String quoted(MemorySegment bytes, Charset charset) {
        var shown =
                bytes.asSlice(0, Math.min(bytes.byteSize(), LONGEST_ARGUMENT)).toArray(JAVA_BYTE);
        var cut = bytes.byteSize() > shown.length;
        return quoted(new String(shown, charset), false) + (cut ? "… (" + bytes.byteSize() + " bytes)" : "");
    }

    private static String quoted(String text, boolean bare) {
        var cut = text.length() > LONGEST_ARGUMENT;
        var shown = Rendering.printable(cut ? text.substring(0, LONGEST_ARGUMENT) : text);
        return (bare ? shown : "'" + shown + "'") + (cut ? "…" : "");
    }

    /// How many values lie on the stack, and where its marks are.
    private static final class Depth {

        private static final int MOST_MARKS = 1 << 20;

        private final List<Long> marks = new ArrayList<>();
        private long depth;
        private boolean known = true;

        void lose() {
            known = false;
        }

        String after(Opcode opcode) {
            var before = depth;
            var wasKnown = known;
            apply(opcode);
            if (depth < 0) {
                known = false;
            }
            var text = (wasKnown ? before : "?") + " → " + (known ? depth : "?");
            if (opcode == Opcode.STOP) {
                marks.clear();
                depth = 0;
                known = true;
            }
            return text;
        }

        private void apply(Opcode opcode) {
            switch (opcode) {
                case PROTO, FRAME, PUT, BINPUT, LONG_BINPUT, MEMOIZE, BINPERSID, READONLY_BUFFER, TUPLE1 -> {}
                case STOP -> depth--;
                case POP -> pop();
                case TUPLE2, APPEND, REDUCE, BUILD, NEWOBJ, STACK_GLOBAL -> depth--;
                case TUPLE3, SETITEM, NEWOBJ_EX -> depth -= 2;
                case MARK -> mark();
                case TUPLE, LIST, DICT, FROZENSET, INST, OBJ -> {
                    toMark();
                    depth++;
                }
                case APPENDS, SETITEMS, ADDITEMS, POP_MARK -> toMark();
                case INT, LONG, STRING, NONE, UNICODE, FLOAT, DUP, GET, GLOBAL, PERSID, BININT, BININT1, BININT2 ->
                    depth++;
                case BINSTRING, SHORT_BINSTRING, BINUNICODE, BINFLOAT, EMPTY_LIST, EMPTY_TUPLE, EMPTY_DICT -> depth++;
                case BINGET, LONG_BINGET, LONG1, LONG4, NEWTRUE, NEWFALSE, EXT1, EXT2, EXT4, BINBYTES -> depth++;
                case SHORT_BINBYTES, BINBYTES8, SHORT_BINUNICODE, BINUNICODE8, EMPTY_SET, BYTEARRAY8 -> depth++;
                case NEXT_BUFFER -> depth++;
            }
        }

        private void mark() {
            if (marks.size() == MOST_MARKS) {
                lose();
                return;
            }
            marks.add(depth);
        }

        private void pop() {
            if (!marks.isEmpty() && marks.getLast() == depth) {
                marks.removeLast();
            } else {
                depth--;
            }
        }

        private void toMark() {
            if (marks.isEmpty()) {
                lose();
            } else {
                depth = marks.removeLast();
            }
        }
    }
}
