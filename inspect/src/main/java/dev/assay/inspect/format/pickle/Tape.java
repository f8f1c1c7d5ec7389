package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The stream as a reader fetches it.
///
/// Frames promise how many bytes to fetch at once. Readers that have everything in memory pay them no
/// heed; Python's own stops where a value reaches over the end of one; C readers of files have dropped
/// the rest of the frame instead and read on behind it, so the same bytes held another value. Honest
/// writers end frames between values.
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
        ESCAPED;

        private String text(byte[] bytes, int from, int length) {
            return switch (this) {
                case UTF_8 -> new String(bytes, from, length, StandardCharsets.UTF_8);
                case LATIN_1 -> new String(bytes, from, length, StandardCharsets.ISO_8859_1);
                case RAW_UNICODE_ESCAPE ->
                    Escapes.unicode(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
                case ESCAPED -> Escapes.bytes(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
            };
        }
    }

    /// Part of the stream that was not copied.
    ///
    /// @param source what the part is of
    /// @param from where it begins in the source
    /// @param at where it stands in the stream: for what was put together by calls, where they stand
    record Slice(MemorySegment source, long from, long length, long at, Writing writing) {

        private static final int LONGEST = 1 << 20;

        static Slice of(byte[] content, long at, Writing writing) {
            return new Slice(MemorySegment.ofArray(content).asReadOnly(), 0, content.length, at, writing);
        }

        MemorySegment bytes() {
            return source.asSlice(from, length);
        }

        Slice as(Writing other) {
            return new Slice(source, from, length, at, other);
        }

        Slice part(long offset, long some) {
            return new Slice(source, from + offset, some, at + offset, writing);
        }

        /// The text, cut after a million bytes, which no name has.
        String text() {
            return text(LONGEST);
        }

        String text(int longest) {
            var some = source.asSlice(from, Math.min(length, longest)).toArray(JAVA_BYTE);
            return writing.text(some, 0, some.length);
        }
    }

    /// Read at once: a segment's single bytes are slow to come by.
    private static final int WINDOW = 1 << 13;

    private final MemorySegment bytes;
    private final long size;
    private final boolean dropping;
    private byte[] window = new byte[0];
    private long base;
    /// Where we are in the window.
    private int next;
    /// Up to where in the window nothing needs to be asked: its end, or that of a frame.
    private int easy;

    private long frameEnd = -1;
    private long straddled = -1;

    /// @param dropping whether to read as those readers do that drop the rest of a frame
    Tape(MemorySegment bytes, long from, boolean dropping) {
        this.bytes = bytes;
        this.size = bytes.byteSize();
        this.base = from;
        this.dropping = dropping;
    }

    MemorySegment bytes() {
        return bytes;
    }

    long here() {
        return base + next;
    }

    long left() {
        return size - base - next;
    }

    /// The first value that reaches over the end of a frame, or -1.
    long straddled() {
        return straddled;
    }

    void skip(long length) {
        if (length > 0) {
            move(here() + Math.min(length, left()));
            unframe();
        }
    }

    /// Whether a frame is open and not used up.
    boolean inFrame() {
        return frameEnd > here();
    }

    void frame(long length) {
        frameEnd = here() + length;
        ease();
    }

    int u8() throws Malformed {
        if (next == easy) {
            step(1);
            return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, here() - 1));
        }
        return Byte.toUnsignedInt(window[next++]);
    }

    int u16() throws Malformed {
        if (easy - next < 2) {
            return Short.toUnsignedInt(bytes.get(U16, step(2)));
        }
        var at = next;
        next += 2;
        return window[at] & 0xff | (window[at + 1] & 0xff) << 8;
    }

    int i32() throws Malformed {
        if (easy - next < 4) {
            return bytes.get(U32, step(4));
        }
        next += 4;
        return word(next - 4);
    }

    long u32() throws Malformed {
        return Integer.toUnsignedLong(i32());
    }

    long i64() throws Malformed {
        if (easy - next < 8) {
            return bytes.get(U64, step(8));
        }
        next += 8;
        return Integer.toUnsignedLong(word(next - 8)) | (long) word(next - 4) << 32;
    }

    private int word(int at) {
        return window[at] & 0xff | (window[at + 1] & 0xff) << 8 | (window[at + 2] & 0xff) << 16 | window[at + 3] << 24;
    }

    double bigEndianDouble() throws Malformed {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    Slice take(long length, Writing writing) throws Malformed {
        var at = step(length);
        return new Slice(bytes, at, length, at, writing);
    }

    /// The text of a part that was just taken, cut after so many bytes: from the window, where it mostly still stands.
    String text(Slice taken, int longest) {
        var from = taken.from() - base;
        var length = Math.min(taken.length(), longest);
        return from >= 0 && from + length <= easyEnd()
                ? taken.writing().text(window, (int) from, (int) length)
                : taken.text(longest);
    }

    /// The bytes before the next newline, which is passed over.
    Slice line(Writing writing) throws Malformed {
        if (inFrame()) {
            var end = newline(frameEnd);
            if (end < 0) {
                overEnd();
            }
        }
        var at = here();
        var end = newline(size);
        if (end < 0) {
            throw new Malformed(at, "a line ends with a newline");
        }
        move(end + 1);
        return new Slice(bytes, at, end - at, at, writing);
    }

    /// Where the next newline before there is, or -1. An open frame ends no earlier than `easy`.
    private long newline(long to) {
        for (var i = next; i < easy; i++) {
            if (window[i] == '\n') {
                return base + i;
            }
        }
        for (var i = base + easy; i < Math.min(to, size); i++) {
            if (bytes.get(JAVA_BYTE, i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Passes over a value of this length. Returns where it begins.
    private long step(long length) throws Malformed {
        if (length >= 0 && length <= easy - next) {
            next += (int) length;
            return here() - length;
        }
        if (length < 0 || length > left()) {
            throw new Malformed(here(), "a value ends inside the file");
        }
        if (inFrame() && here() + length > frameEnd) {
            overEnd();
            if (length > left()) {
                throw new Malformed(here(), "a value ends inside the file");
            }
        }
        var at = here();
        move(at + length);
        return at;
    }

    private void overEnd() {
        if (straddled < 0) {
            straddled = here();
        }
        if (dropping) {
            move(Math.min(frameEnd, size));
        }
        unframe();
    }

    private void unframe() {
        frameEnd = -1;
        ease();
    }

    private void move(long there) {
        if (there >= base && there - base < easyEnd()) {
            next = (int) (there - base);
        } else {
            base = there;
            next = 0;
            fill();
        }
        ease();
    }

    private long easyEnd() {
        return Math.min(window.length, size - base);
    }

    private void fill() {
        var length = (int) Math.min(WINDOW, size - base);
        if (window.length < length) {
            window = new byte[length];
        }
        MemorySegment.copy(bytes, base, MemorySegment.ofArray(window), 0, length);
    }

    private void ease() {
        var end = easyEnd();
        if (inFrame()) {
            end = Math.min(frameEnd - base, end);
        }
        easy = (int) end;
    }
}
