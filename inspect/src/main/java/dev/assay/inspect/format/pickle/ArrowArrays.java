package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Arrow arrays, as PyArrow pickles them: a type, a length, and buffers it believes without looking. Here they are
/// compared: an array whose texts or numbers end outside of its buffers reads memory that is not its own.
///
/// @see <a href="https://arrow.apache.org/docs/format/Columnar.html">The columnar format</a>
final class ArrowArrays {

    private static final String RESTORE = "pyarrow.lib._restore_array";
    private static final long MOST = 1L << 40;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Bits an element takes; texts and bytes, which take what their offsets say, are below.
    private static final Map<String, Integer> WIDTHS = Map.ofEntries(
            Map.entry("bool", 1),
            Map.entry("int8", 8),
            Map.entry("uint8", 8),
            Map.entry("int16", 16),
            Map.entry("uint16", 16),
            Map.entry("halffloat", 16),
            Map.entry("int32", 32),
            Map.entry("uint32", 32),
            Map.entry("float", 32),
            Map.entry("date32[day]", 32),
            Map.entry("date32", 32),
            Map.entry("int64", 64),
            Map.entry("uint64", 64),
            Map.entry("double", 64),
            Map.entry("date64[ms]", 64),
            Map.entry("date64", 64));

    /// Bytes of an offset.
    private static final Map<String, Integer> OFFSETS =
            Map.of("string", 4, "binary", 4, "large_string", 8, "large_binary", 8);

    /// Bytes that are looked at in one stream: the same buffer may be in many arrays.
    private long budget = 1L << 31;

    /// Whether this call puts an array together of which it is not known that it ends inside its buffers.
    boolean believed(String function, List<Value> arguments) {
        return function.equals(RESTORE)
                && !(arguments.size() == 1
                        && arguments.getFirst() instanceof Value.Box data
                        && data.kind == Value.Box.Kind.TUPLE
                        && data.count == 7
                        && compared(data.kept));
    }

    private boolean compared(List<Value> data) {
        if (!(data.get(0) instanceof Value.Made type)
                || !(data.get(1) instanceof Value.Int length)
                || !(data.get(2) instanceof Value.Int nulls)
                || !(data.get(3) instanceof Value.Int offset)
                || !(data.get(4) instanceof Value.Box buffers)
                || !(data.get(5) instanceof Value.Box children)
                || data.get(6) != Value.Plain.NONE
                || children.count != 0
                || buffers.kept.size() != buffers.count
                || !counts(length)
                || !counts(offset)
                || !nulls.fits()
                || nulls.number() > length.number()) {
            return false;
        }
        var name = name(type);
        var end = length.number() + offset.number();
        if (name == null || !validity(buffers, nulls.number(), end)) {
            return false;
        }
        var width = name.equals("timestamp") ? Integer.valueOf(64) : WIDTHS.get(name);
        if (width != null) {
            return buffers.count == 2 && holds(buffers.kept.get(1), end * width);
        }
        var step = OFFSETS.get(name);
        return step != null
                && buffers.count == 3
                && texts(buffers, offset.number(), end, step, name.endsWith("string"));
    }

    private static boolean counts(Value.Int number) {
        return number.fits() && number.number() >= 0 && number.number() < MOST;
    }

    private static @Nullable String name(Value.Made type) {
        var given = type.arguments.kept;
        if (type.state != null || given.isEmpty()) {
            return null;
        }
        return switch (type.maker) {
            case "pyarrow.lib.type_for_alias" -> Value.text(given.getFirst());
            case "pyarrow.lib.timestamp" -> "timestamp";
            default -> null;
        };
    }

    /// One bit an element, unless none is missing.
    private static boolean validity(Value.Box buffers, long nulls, long end) {
        return buffers.count > 0
                && (buffers.kept.getFirst() == Value.Plain.NONE ? nulls == 0 : holds(buffers.kept.getFirst(), end));
    }

    private static boolean holds(Value buffer, long bits) {
        var bytes = bytes(buffer);
        return bits == 0 || bytes != null && bytes.byteSize() >= (bits + 7) / 8;
    }

    /// Each text begins where the one before it ends, inside the buffer, and is UTF-8 if it is a text.
    private boolean texts(Value.Box buffers, long from, long end, int step, boolean letters) {
        var offsets = bytes(buffers.kept.get(1));
        var content = bytes(buffers.kept.get(2));
        if (offsets == null) {
            return end == 0;
        }
        var size = content == null ? 0 : content.byteSize();
        budget -= offsets.byteSize() + size;
        if (budget < 0 || offsets.byteSize() / step < end + 1) {
            return false;
        }
        var before = 0L;
        var first = at(offsets, from, step);
        for (var i = from; i <= end; i++) {
            var here = at(offsets, i, step);
            if (here < before || here > size || letters && here < size && content != null && continues(content, here)) {
                return false;
            }
            before = here;
        }
        return !letters || content == null || isUtf8(content, first, before);
    }

    private static long at(MemorySegment offsets, long index, int step) {
        return step == 4 ? offsets.get(INT, index * step) : offsets.get(LONG, index * step);
    }

    private static boolean continues(MemorySegment content, long at) {
        return (content.get(JAVA_BYTE, at) & 0xc0) == 0x80;
    }

    /// Readers step over a letter by its first byte, so that a cut one would lead them out of the buffer.
    private static boolean isUtf8(MemorySegment content, long from, long to) {
        for (var at = from; at < to; ) {
            var first = content.get(JAVA_BYTE, at) & 0xff;
            var length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
            if (first >= 0x80 && first < 0xc2 || first > 0xf4 || length > to - at) {
                return false;
            }
            for (var i = 1; i < length; i++) {
                if (!continues(content, at + i)) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /// What a buffer was made from, if that is bytes in the stream.
    private static @Nullable MemorySegment bytes(Value buffer) {
        return buffer instanceof Value.Made it
                        && it.maker.equals("pyarrow.lib.py_buffer")
                        && it.state == null
                        && it.arguments.count == 1
                ? content(it.arguments.kept.getFirst())
                : null;
    }

    private static @Nullable MemorySegment content(Value value) {
        return switch (value) {
            case Value.Bytes it -> it.slice().bytes();
            case Value.Made it
            when it.maker.equals("builtins.bytearray") && it.state == null && it.arguments.count == 1 ->
                it.arguments.kept.getFirst() instanceof Value.Bytes bytes
                        ? bytes.slice().bytes()
                        : null;
            default -> null;
        };
    }
}
