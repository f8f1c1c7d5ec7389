package dev.assay.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes under examination: a whole blob, or a member found inside one.
public record Specimen(Place place, MemorySegment bytes) {

    public static Specimen of(byte[] bytes) {
        return new Specimen(Place.START, MemorySegment.ofArray(bytes).asReadOnly());
    }

    public long size() {
        return bytes.byteSize();
    }

    public Cursor cursor() {
        return new Cursor(bytes);
    }

    /// Whether the specimen begins with these bytes, one character a byte (ISO 8859-1).
    public boolean startsWith(String magic) {
        return holdsAt(0, magic);
    }

    /// Whether these bytes, one character a byte, stand at this offset.
    public boolean holdsAt(long offset, String magic) {
        var expected = MemorySegment.ofArray(magic.getBytes(ISO_8859_1));
        return offset >= 0
                && bytes.byteSize() - offset >= expected.byteSize()
                && bytes.asSlice(offset, expected.byteSize()).mismatch(expected) < 0;
    }

    /// Whether the specimen ends with these bytes, one character a byte.
    public boolean endsWith(String magic) {
        return holdsAt(size() - magic.length(), magic);
    }

    /// The unsigned byte at this offset, or -1 where there is none.
    public int byteAt(long offset) {
        return offset >= 0 && offset < bytes.byteSize()
                ? Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, offset))
                : -1;
    }

    /// The bytes from (inclusive) to (exclusive), as a member of this name.
    public Specimen part(String name, long from, long to) {
        return member(name, bytes.asSlice(from, to - from));
    }

    public Specimen member(String name, MemorySegment contents) {
        return new Specimen(place.inside(name), contents);
    }
}
