package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arrays joblib writes between opcodes: behind a `NumpyArrayWrapper` that was just given its state stand the
/// numbers it
/// describes, or, for arrays of objects, another pickle.
///
/// @see <a href="https://github.com/joblib/joblib/blob/main/joblib/numpy_pickle.py">joblib.numpy_pickle</a>
final class JoblibArrays implements Machine.ArrayReader {

    private static final int DEEPEST = 20;
    private static final String LAYOUT = "an array whose layout is not known";
    private static final String ALIGNMENT = "numpy_array_alignment_bytes";
    private static final Set<String> ATTRIBUTES =
            Set.of("subclass", "shape", "order", "dtype", "allow_mmap", ALIGNMENT);

    private final MemorySegment bytes;
    private final Trace trace;
    private final Caller.Nested nested;
    private final int depth;
    private final Set<Value.Made> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean used;

    JoblibArrays(MemorySegment bytes, Trace trace, Caller.Nested nested, int depth) {
        this.bytes = bytes;
        this.trace = trace;
        this.nested = nested;
        this.depth = depth;
    }

    /// Whether any array was passed over, so that a reader other than joblib would read these bytes as opcodes.
    boolean used() {
        return used;
    }

    @Override
    public long behind(Value.Made built, long offset) {
        if (!isWrapper(built.maker)) {
            if (becomesWrapper(built)) {
                trace.eludes(LAYOUT, offset);
            }
            return 0;
        }
        if (!built.maker.endsWith("numpy_pickle.NumpyArrayWrapper")
                || !built.arguments.kept.isEmpty()
                || !seen.add(built)
                || !(built.state instanceof Value.Box state)
                || !isPlain(state)
                || !(state.at("shape") instanceof Value.Box shape)
                || shape.kind != Value.Box.Kind.TUPLE
                || !(state.at("dtype") instanceof Value.Made type)
                || !type.maker.equals("numpy.dtype")
                || !isAligned(state)) {
            trace.eludes(LAYOUT, offset);
            return 0;
        }
        used = true;
        if (holdsObjects(type)) {
            return pickle(offset);
        }
        var width = width(type);
        var count = count(shape);
        if (width <= 0 || count < 0) {
            trace.eludes(LAYOUT, offset);
            return 0;
        }
        var padding = 0L;
        if (state.at(ALIGNMENT) instanceof Value.Int && offset < bytes.byteSize()) {
            padding = 1L + Byte.toUnsignedInt(bytes.get(JAVA_BYTE, offset));
        }
        try {
            var length = Math.addExact(padding, Math.multiplyExact(width, count));
            if (length > bytes.byteSize() - offset) {
                trace.breaks("an array ends inside the file", offset);
            }
            return length;
        } catch (ArithmeticException beyond) {
            trace.breaks("an array ends inside the file", offset);
            return bytes.byteSize() - offset;
        }
    }

    private long pickle(long offset) {
        if (depth >= DEEPEST) {
            trace.eludes("arrays of objects are more than " + DEEPEST + " deep", offset);
            return 0;
        }
        var inner = new JoblibArrays(bytes, trace, nested, depth + 1);
        var machine = new Machine(new Tape(bytes, offset, false), trace, nested, inner);
        machine.run(any -> false);
        if (inner.used) {
            trace.eludes(LAYOUT, offset);
        }
        return machine.reached() - offset;
    }

    private static boolean isWrapper(String name) {
        return name.contains("ArrayWrapper");
    }

    /// Whether a call that was given the wrapper's class, or a wrapper without its state, may have made a wrapper.
    private static boolean becomesWrapper(Value.Made built) {
        return built.arguments.kept.stream().anyMatch(it -> bringsWrapper(it, 0));
    }

    private static boolean bringsWrapper(Value value, int deep) {
        return switch (value) {
            case Value.Name it -> isWrapper(it.full());
            case Value.Made it -> isWrapper(it.maker) && it.state == null;
            case Value.Box it -> deep < 4 && it.kept.stream().limit(64).anyMatch(each -> bringsWrapper(each, deep + 1));
            default -> false;
        };
    }

    /// Whether the state is what joblib writes and nothing else, every attribute once.
    private static boolean isPlain(Value.Box state) {
        if (state.kind != Value.Box.Kind.DICT || state.kept.size() != 2 * state.count) {
            return false;
        }
        var keys = new HashSet<String>();
        for (var i = 0; i < state.kept.size(); i += 2) {
            var key = Value.text(state.kept.get(i));
            if (key == null || !ATTRIBUTES.contains(key) || !keys.add(key)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAligned(Value.Box state) {
        var alignment = state.at(ALIGNMENT);
        return alignment == null || alignment == Value.Plain.NONE || alignment instanceof Value.Int;
    }

    /// Whether the elements are objects: by the type's name, which the flags in its state must not deny.
    private static boolean holdsObjects(Value.Made type) {
        var name = name(type);
        return name != null
                && name.matches("O\\d{0,9}|object")
                && (type.state == null || isState(type.state) && flags(type.state) % 2 == 1);
    }

    private static @Nullable String name(Value.Made type) {
        var name = type.arguments.kept.isEmpty() ? null : Value.text(type.arguments.kept.getFirst());
        return name != null && name.matches("[|<>=].*") ? name.substring(1) : name;
    }

    /// Bytes an element takes: the number in its name (`f8`), or what the state of a type says that has no width of
    /// its own; 0 if the two disagree.
    private static long width(Value.Made type) {
        var name = name(type);
        if (name == null || !name.matches("[biufcmMSUV]\\d{1,9}")) {
            return 0;
        }
        var number = Long.parseLong(name.substring(1));
        var width = name.charAt(0) == 'U' ? number * 4 : number;
        if (type.state == null) {
            return width;
        }
        if (!isState(type.state) || flags(type.state) % 2 == 1) {
            return 0;
        }
        var size = number(type.state, 5);
        if ("SUV".indexOf(name.charAt(0)) >= 0) {
            return size;
        }
        return size == -1 || size == width ? width : 0;
    }

    /// The state numpy gives a type: a version, how it is laid out, its width, its alignment and its flags.
    private static boolean isState(Value value) {
        return value instanceof Value.Box state
                && state.kind == Value.Box.Kind.TUPLE
                && (state.count == 8 || state.count == 9)
                && (number(state, 0) == 3 || number(state, 0) == 4)
                && number(state, 5) >= -1
                && flags(state) >= 0;
    }

    private static long flags(Value state) {
        return number(state, 7);
    }

    private static long number(Value value, int position) {
        return value instanceof Value.Box box
                        && box.kept.size() > position
                        && box.kept.get(position) instanceof Value.Int number
                        && number.fits()
                ? number.number()
                : Long.MIN_VALUE;
    }

    private static long count(Value.Box shape) {
        var count = 1L;
        for (var side : shape.kept) {
            if (!(side instanceof Value.Int number) || !number.fits() || number.number() < 0) {
                return -1;
            }
            if (number.number() != 0 && count > Long.MAX_VALUE / 1024 / number.number()) {
                return -1;
            }
            count *= number.number();
        }
        return shape.kept.size() == shape.count ? count : -1;
    }
}
