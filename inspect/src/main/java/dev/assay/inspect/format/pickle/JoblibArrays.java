package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The arrays joblib writes between opcodes: behind a `NumpyArrayWrapper` that was just given its state stand the
/// numbers it
/// describes, or, for arrays of objects, another pickle.
///
/// @see <a href="https://github.com/joblib/joblib/blob/main/joblib/numpy_pickle.py">joblib.numpy_pickle</a>
final class JoblibArrays implements Machine.ArrayReader {

    private static final int DEEPEST = 20;

    private final MemorySegment bytes;
    private final Trace trace;
    private final Caller.Nested nested;
    private final int depth;
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
        if (!built.maker.endsWith("numpy_pickle.NumpyArrayWrapper")
                || !(built.state instanceof Value.Box state)
                || !(state.at("shape") instanceof Value.Box shape)
                || !(state.at("dtype") instanceof Value.Made type)) {
            return 0;
        }
        used = true;
        if (holdsObjects(type)) {
            return pickle(offset);
        }
        var width = width(type);
        var count = count(shape);
        if (width <= 0 || count < 0) {
            trace.eludes("an array whose size is not known", offset);
            return 0;
        }
        var padding = 0L;
        if (state.at("numpy_array_alignment_bytes") instanceof Value.Int && offset < bytes.byteSize()) {
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
        return machine.reached() - offset;
    }

    private static boolean holdsObjects(Value.Made type) {
        var name = name(type);
        return name != null && name.startsWith("O");
    }

    private static @Nullable String name(Value.Made type) {
        return type.arguments.kept.isEmpty() ? null : Value.text(type.arguments.kept.getFirst());
    }

    /// Bytes an element takes: the number in its name (`f8`), or what the type's state says.
    private static long width(Value.Made type) {
        if (type.state instanceof Value.Box state
                && state.kept.size() > 5
                && state.kept.get(5) instanceof Value.Int size
                && size.fits()
                && size.number() > 0) {
            return size.number();
        }
        var name = name(type);
        if (name == null || !name.matches("[biufcmMSUV]\\d{1,9}")) {
            return 0;
        }
        var number = Long.parseLong(name.substring(1));
        return name.charAt(0) == 'U' ? number * 4 : number;
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
