package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The stream as a reader fetches it.
///
/// Frames promise how many bytes to fetch at once. Readers that have everything in memory pay them no heed; Python's
/// own
/// stops where a value reaches over the end of one; C readers of files have dropped the rest of the frame instead and
/// read
/// on behind it, so the same bytes held another value. Honest writers end frames between values.
///
/// @see <a href="https://peps.python.org/pep-3154/#framing">PEP 3154, framing</a>
final class Tape {

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// How the bytes of a text stand for characters.
    enum Writing {
        UTF_8,
        LATIN_1,
        /// As protocol 0 writes text: Latin-1 with escapes for the rest of Unicode.
        RAW_UNICODE_ESCAPE,
        /// As protocol 0 writes byte strings: Latin-1 with all of Python's escapes.
        ESCAPED
    }

    /// Part of the stream that was not copied.
    record Slice(MemorySegment bytes, long at, Writing writing) {

        private static final int LONGEST = 1 << 20;

        long length() {
            return bytes.byteSize();
        }

        /// The text, cut after a million bytes, which no name has.
        String text() {
            return text(LONGEST);
        }

        String text(int longest) {
            var some = bytes.asSlice(0, Math.min(bytes.byteSize(), longest)).toArray(JAVA_BYTE);
            return switch (writing) {
                case UTF_8 -> new String(some, StandardCharsets.UTF_8);
                case LATIN_1 -> new String(some, StandardCharsets.ISO_8859_1);
                case RAW_UNICODE_ESCAPE -> Escapes.unicode(new String(some, StandardCharsets.ISO_8859_1));
                case ESCAPED -> Escapes.bytes(new String(some, StandardCharsets.ISO_8859_1));
            };
        }
    }

    private final MemorySegment bytes;
    private final boolean dropping;
    private long here;
    private long frameEnd = -1;
    private long straddled = -1;

    /// @param dropping whether to read as those readers do that drop the rest of a frame
    Tape(MemorySegment bytes, long from, boolean dropping) {
        this.bytes = bytes;
        this.here = from;
        this.dropping = dropping;
    }

    long here() {
        return here;
    }

    long left() {
        return bytes.byteSize() - here;
    }

    /// The first value that reaches over the end of a frame, or -1.
    long straddled() {
        return straddled;
    }

    void skip(long length) {
        here += Math.clamp(length, 0, left());
        frameEnd = -1;
    }

    /// Whether a frame is open and not used up.
    boolean inFrame() {
        return frameEnd > here;
    }

    void frame(long length) {
        frameEnd = here + length;
    }

    int u8() throws Malformed {
        return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, step(1)));
    }

    int u16() throws Malformed {
        return Short.toUnsignedInt(bytes.get(U16, step(2)));
    }

    int i32() throws Malformed {
        return bytes.get(U32, step(4));
    }

    long u32() throws Malformed {
        return Integer.toUnsignedLong(i32());
    }

    long i64() throws Malformed {
        return bytes.get(U64, step(8));
    }

    double bigEndianDouble() throws Malformed {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    Slice take(long length, Writing writing) throws Malformed {
        var at = step(length);
        return new Slice(bytes.asSlice(at, length), at, writing);
    }

    /// The bytes before the next newline, which is passed over.
    Slice line(Writing writing) throws Malformed {
        if (inFrame()) {
            var end = newline(here, frameEnd);
            if (end < 0) {
                overEnd();
            }
        }
        var end = newline(here, bytes.byteSize());
        if (end < 0) {
            throw new Malformed(here, "a line ends with a newline");
        }
        var at = here;
        here = end + 1;
        return new Slice(bytes.asSlice(at, end - at), at, writing);
    }

    private long newline(long from, long to) {
        for (var i = from; i < Math.min(to, bytes.byteSize()); i++) {
            if (bytes.get(JAVA_BYTE, i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private long step(long length) throws Malformed {
        if (length < 0 || length > left()) {
            throw new Malformed(here, "a value ends inside the file");
        }
        if (inFrame() && here + length > frameEnd) {
            overEnd();
            if (length > left()) {
                throw new Malformed(here, "a value ends inside the file");
            }
        }
        var at = here;
        here += length;
        return at;
    }

    private void overEnd() {
        if (straddled < 0) {
            straddled = here;
        }
        if (dropping) {
            here = Math.min(frameEnd, bytes.byteSize());
        }
        frameEnd = -1;
    }
}
