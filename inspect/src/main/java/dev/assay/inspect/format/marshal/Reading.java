package dev.assay.inspect.format.marshal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.python.CodeObject;
import dev.assay.inspect.python.Constant;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one marshalled value, of any version from Python 2.3 on; a loop rather than recursion, so that nesting costs
/// no stack. Values that are referred to again are shared, never copied.
final class Reading {

    /// As deep as Python's own reader goes.
    private static final int DEEPEST = 2_000;

    private static final int MOST_VALUES = 4_000_000;
    private static final int LONGEST_NAME = 1 << 20;
    private static final int REMEMBER = 0x80;

    private final Cursor in;
    private final Shape shape;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private final List<Constant> remembered = new ArrayList<>();
    private final List<Constant> interned = new ArrayList<>();
    private int values;
    private long parts;

    private Reading(Cursor in, Shape shape) {
        this.in = in;
        this.shape = shape;
    }

    /// The value that stands here, if code objects have this shape.
    static Constant value(Cursor in, Shape shape) throws Malformed {
        return new Reading(in, shape).whole();
    }

    private Constant whole() throws Malformed {
        while (true) {
            var value = begin();
            while (value != null) {
                if (open.isEmpty()) {
                    return value;
                }
                open.getLast().add(value);
                value = closed();
            }
        }
    }

    /// The innermost open value, if that was its last part.
    private @Nullable Constant closed() throws Malformed {
        if (!open.getLast().isWhole(in)) {
            return null;
        }
        var whole = open.removeLast();
        var value = whole.close(in);
        if (value instanceof CodeObject code) {
            parts += code.names().size()
                    + code.variables().size()
                    + code.constants().size();
            in.require(
                    parts < MOST_VALUES,
                    "functions have at most " + MOST_VALUES + " names and constants, shared or not");
        }
        if (whole.reference >= 0) {
            remembered.set(whole.reference, value);
        }
        return value;
    }

    /// Reads a value whole, or opens one that has parts.
    private @Nullable Constant begin() throws Malformed {
        in.require(values++ < MOST_VALUES, "marshalled data hold at most " + MOST_VALUES + " values");
        var first = in.u8();
        var remember = (first & REMEMBER) != 0;
        var type = (char) (first & ~REMEMBER);
        return switch (type) {
            case '0' -> {
                in.require(!open.isEmpty() && open.getLast().isMarked(), "the marker ends a dictionary");
                var whole = open.removeLast();
                var value = whole.close(in);
                if (whole.reference >= 0) {
                    remembered.set(whole.reference, value);
                }
                yield value;
            }
            case 'N' -> Constant.Plain.NONE;
            case 'F', 'T', 'S', '.' -> Constant.Plain.OTHER;
            case 'i' -> number(4, remember);
            case 'I', 'g' -> number(8, remember);
            case 'y' -> number(16, remember);
            case 'f' -> number(in.u8(), remember);
            case 'x' -> {
                in.skip(in.u8());
                yield number(in.u8(), remember);
            }
            case 'l' -> number(2 * Math.abs((long) (int) in.u32()), remember);
            case 's' -> kept(new Constant.Bytes(in.take(in.u32())), remember);
            case 't' -> {
                // the same letter in both: a byte string of Python 2, a text of Python 3
                var text = text(in.u32(), UTF_8);
                interned.add(text);
                yield kept(text, remember);
            }
            case 'u' -> kept(text(in.u32(), UTF_8), remember);
            case 'a', 'A' -> kept(text(in.u32(), ISO_8859_1), remember);
            case 'z', 'Z' -> kept(text(in.u8(), ISO_8859_1), remember);
            case 'R' -> from(interned);
            case 'r' -> from(remembered);
            case ')' -> container(in.u8(), remember);
            case '(', '[', '<', '>' -> container(in.u32(), remember);
            case '{' -> opened(new Open(null, -1, reserved(remember)));
            case ':' -> opened(new Open(null, 3, reserved(remember)));
            case 'c' -> opened(new Open(shape, 0, reserved(remember)));
            default -> throw new Malformed(in.offset() - 1, "a marshalled value is of a known kind");
        };
    }

    private Constant number(long bytes, boolean remember) throws Malformed {
        in.skip(bytes);
        return kept(Constant.Plain.NUMBER, remember);
    }

    private Constant text(long length, Charset charset) throws Malformed {
        var bytes = in.take(length);
        return length > LONGEST_NAME
                ? new Constant.Bytes(bytes)
                : new Constant.Text(new String(bytes.toArray(JAVA_BYTE), charset));
    }

    private Constant kept(Constant value, boolean remember) {
        if (remember) {
            remembered.add(value);
        }
        return value;
    }

    private Constant from(List<Constant> list) throws Malformed {
        var index = in.u32();
        in.require(index < list.size(), "what is referred to stands before");
        return list.get((int) index);
    }

    private int reserved(boolean remember) {
        if (!remember) {
            return -1;
        }
        remembered.add(Constant.Plain.OTHER);
        return remembered.size() - 1;
    }

    private @Nullable Constant container(long count, boolean remember) throws Malformed {
        in.count(count, 1);
        return opened(new Open(null, count, reserved(remember)));
    }

    private @Nullable Constant opened(Open value) throws Malformed {
        in.require(open.size() < DEEPEST, "marshalled data nest at most " + DEEPEST + " deep");
        open.add(value);
        return closed();
    }
}
