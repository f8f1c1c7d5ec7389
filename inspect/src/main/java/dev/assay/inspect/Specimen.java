package dev.assay.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;

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

    public Specimen member(String name, MemorySegment contents) {
        return new Specimen(place.inside(name), contents);
    }
}
