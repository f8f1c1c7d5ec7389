package dev.assay.inspect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Bytes under examination: a whole blob, or a member found inside one.
///
/// Two of them may hold equal bytes and yet be two. It belongs to the thread that examines it.
public final class Specimen {

    /// As far as most formats look to know their own; a segment's single bytes are slow to come by.
    private static final int HEAD = 512;

    private final Place place;
    private final MemorySegment bytes;
    private byte @Nullable [] head;

    public Specimen(Place place, MemorySegment bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    public static Specimen of(byte[] bytes) {
        return new Specimen(Place.START, MemorySegment.ofArray(bytes).asReadOnly());
    }

    public Place place() {
        return place;
    }

    public MemorySegment bytes() {
        return bytes;
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
        if (offset < 0 || size() - offset < magic.length()) {
            return false;
        }
        for (var i = 0; i < magic.length(); i++) {
            if (byteAt(offset + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the specimen ends with these bytes, one character a byte.
    public boolean endsWith(String magic) {
        return holdsAt(size() - magic.length(), magic);
    }

    /// The unsigned byte at this offset, or -1 where there is none.
    public int byteAt(long offset) {
        var first = head();
        if (offset < 0 || offset >= size()) {
            return -1;
        }
        return Byte.toUnsignedInt(offset < first.length ? first[(int) offset] : bytes.get(JAVA_BYTE, offset));
    }

    /// The bytes from (inclusive) to (exclusive), as a member of this name.
    public Specimen part(String name, long from, long to) {
        return member(name, bytes.asSlice(from, to - from));
    }

    public Specimen member(String name, MemorySegment contents) {
        return new Specimen(place.inside(name), contents);
    }

    private byte[] head() {
        var known = head;
        if (known == null) {
            known = bytes.asSlice(0, Math.min(size(), HEAD)).toArray(JAVA_BYTE);
            head = known;
        }
        return known;
    }
}
