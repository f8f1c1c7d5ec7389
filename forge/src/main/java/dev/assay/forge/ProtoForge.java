package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A protocol buffer, field by field.
public final class ProtoForge {

    private final Bytes out = new Bytes();

    public ProtoForge number(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    public ProtoForge text(int field, String value) {
        return bytes(field, value.getBytes(UTF_8));
    }

    public ProtoForge bytes(int field, byte[] value) {
        varint((long) field << 3 | 2).varint(value.length);
        out.raw(value);
        return this;
    }

    public ProtoForge message(int field, ProtoForge value) {
        return bytes(field, value.done());
    }

    public ProtoForge raw(String bytes) {
        out.raw(bytes);
        return this;
    }

    private ProtoForge varint(long value) {
        var left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.u8((int) (left & 0x7f) | 0x80);
        }
        out.u8((int) left);
        return this;
    }

    public byte[] done() {
        return out.done();
    }
}
