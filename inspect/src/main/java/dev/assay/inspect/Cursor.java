package dev.assay.inspect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads hostile bytes front to back, little-endian, and never past their end.
///
/// Two promises let the formats be written as if the bytes were honest: a read that does not
/// fit is [Malformed], and a count is believed only if the bytes left could hold that many.
public final class Cursor {

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private long offset;

    public Cursor(MemorySegment bytes) {
        this.bytes = bytes.asReadOnly();
    }

    public long offset() {
        return offset;
    }

    public long left() {
        return bytes.byteSize() - offset;
    }

    /// The same bytes, read onwards from there.
    public Cursor at(long there) throws Malformed {
        require(there >= 0 && there <= bytes.byteSize(), "an offset points inside the file");
        offset = there;
        return this;
    }

    public int u8() throws Malformed {
        return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, step(1)));
    }

    public int u16() throws Malformed {
        return Short.toUnsignedInt(bytes.get(U16, step(2)));
    }

    public long u32() throws Malformed {
        return Integer.toUnsignedLong(bytes.get(U32, step(4)));
    }

    /// Big-endian, as the network and the picture formats have it.
    public int u16be() throws Malformed {
        return Short.toUnsignedInt(Short.reverseBytes(bytes.get(U16, step(2))));
    }

    public long u32be() throws Malformed {
        return Integer.toUnsignedLong(Integer.reverseBytes(bytes.get(U32, step(4))));
    }

    public long u64be() throws Malformed {
        var value = Long.reverseBytes(bytes.get(U64, step(8)));
        require(value >= 0, "a 64-bit size is below 2^63");
        return value;
    }

    /// A 64-bit size or offset. Half the range is beyond any file, and is refused.
    public long u64() throws Malformed {
        var value = bytes.get(U64, step(8));
        require(value >= 0, "a 64-bit size is below 2^63");
        return value;
    }

    /// A count of things which take at least `size` bytes each, refused if they cannot all be here.
    public int count(long declared, int size) throws Malformed {
        require(
                declared >= 0 && declared <= Math.min(left() / size, Integer.MAX_VALUE),
                "a count fits in the bytes left");
        return (int) declared;
    }

    public void skip(long length) throws Malformed {
        step(length);
    }

    public MemorySegment take(long length) throws Malformed {
        return bytes.asSlice(step(length), length);
    }

    public MemorySegment rest() {
        return bytes.asSlice(offset);
    }

    public String text(long length, int most) throws Malformed {
        require(length <= most, "this text is at most " + most + " bytes");
        return new String(take(length).toArray(JAVA_BYTE), ISO_8859_1);
    }

    public void require(boolean holds, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed(offset, rule);
        }
    }

    private long step(long length) throws Malformed {
        require(length >= 0 && length <= left(), "a read ends inside the file");
        var here = offset;
        offset += length;
        return here;
    }
}
