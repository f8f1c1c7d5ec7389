package dev.assay.forge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Bytes written one after the other: what every forged file is made of.
public final class Bytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// One character a byte.
    public Bytes raw(String bytes) {
        return raw(bytes.getBytes(ISO_8859_1));
    }

    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes text(String text) {
        return raw(text.getBytes(UTF_8));
    }

    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    public Bytes u16(int value) {
        return u8(value).u8(value >>> 8);
    }

    public Bytes u32(long value) {
        return u16((int) value).u16((int) (value >>> 16));
    }

    public Bytes u64(long value) {
        return u32(value).u32(value >>> 32);
    }

    public Bytes u32be(long value) {
        return u8((int) (value >>> 24))
                .u8((int) (value >>> 16))
                .u8((int) (value >>> 8))
                .u8((int) value);
    }

    public Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    public int size() {
        return out.size();
    }

    public byte[] done() {
        return out.toByteArray();
    }
}
