package dev.assay.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A hash of the Xet protocol: 32 bytes, which are written down as four little-endian numbers of 64 bits.
///
/// So its text is 64 hexadecimal digits in which each group of eight bytes stands reversed; URLs and JSON use that
/// text.
public record MerkleHash(long first, long second, long third, long fourth) {

    public static final int BYTES = 32;

    /// The hash of an empty file.
    public static final MerkleHash ZERO = new MerkleHash(0, 0, 0, 0);

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    /// The 32 bytes that start at `offset`.
    static MerkleHash at(byte[] bytes, int offset) {
        return new MerkleHash(
                (long) LONGS.get(bytes, offset),
                (long) LONGS.get(bytes, offset + 8),
                (long) LONGS.get(bytes, offset + 16),
                (long) LONGS.get(bytes, offset + 24));
    }

    /// Reads the text form; empty unless it is 64 lower-case hexadecimal digits.
    public static Optional<MerkleHash> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new MerkleHash(
                HexFormat.fromHexDigitsToLong(text, 0, 16),
                HexFormat.fromHexDigitsToLong(text, 16, 32),
                HexFormat.fromHexDigitsToLong(text, 32, 48),
                HexFormat.fromHexDigitsToLong(text, 48, 64)));
    }

    public byte[] bytes() {
        var bytes = new byte[BYTES];
        put(bytes, 0);
        return bytes;
    }

    void put(byte[] into, int offset) {
        LONGS.set(into, offset, first);
        LONGS.set(into, offset + 8, second);
        LONGS.set(into, offset + 16, third);
        LONGS.set(into, offset + 24, fourth);
    }

    /// The text form.
    @Override
    public String toString() {
        return HEX.toHexDigits(first) + HEX.toHexDigits(second) + HEX.toHexDigits(third) + HEX.toHexDigits(fourth);
    }
}
