package dev.assay.inspect.wire;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;

/// Protocol buffers as they are on the wire: fields with a number, a type and a value.
///
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
public final class Proto {

    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private Proto() {}

    /// One field.
    ///
    /// @param at where it begins, and `end` where it ends
    /// @param value of a varint; of anything else, its length
    /// @param bytes the value's own bytes
    public record Field(long at, int number, int type, long value, MemorySegment bytes, long end) {}

    public static Field field(Cursor in) throws Malformed {
        var at = in.offset();
        var tag = varint(in);
        var number = tag >>> 3;
        in.require(number > 0 && number < 1 << 29, "a field has a number below 2^29");
        var type = (int) (tag & 7);
        return switch (type) {
            case VARINT -> {
                var value = varint(in);
                yield new Field(at, (int) number, type, value, MemorySegment.NULL, in.offset());
            }
            case FIXED64 -> new Field(at, (int) number, type, 8, in.take(8), in.offset());
            case BYTES -> {
                var length = varint(in);
                yield new Field(at, (int) number, type, length, in.take(length), in.offset());
            }
            case FIXED32 -> new Field(at, (int) number, type, 4, in.take(4), in.offset());
            default -> throw new Malformed(at, "a field is a varint, bytes, or of four or eight bytes");
        };
    }

    public static long varint(Cursor in) throws Malformed {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            var next = in.u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Malformed(in.offset(), "a varint is at most ten bytes");
    }
}
