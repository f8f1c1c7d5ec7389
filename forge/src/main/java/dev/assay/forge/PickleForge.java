package dev.assay.forge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A pickle, opcode by opcode: `pickle(4).calling("posix", "system", "echo assay-marker").stop().done()`.
///
/// Nothing is checked, since what is forged is what no pickler writes. Arguments are text.
public final class PickleForge {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PickleForge() {}

    /// A pickle that names its protocol.
    public static PickleForge pickle(int protocol) {
        return new PickleForge().op(0x80).op(protocol);
    }

    /// A pickle as protocols 0 and 1 begin: with any opcode.
    public static PickleForge pickle() {
        return new PickleForge();
    }

    public byte[] done() {
        return out.toByteArray();
    }

    /// One byte.
    public PickleForge op(int code) {
        out.write(code);
        return this;
    }

    /// Bytes as they are, one character each.
    public PickleForge raw(String bytes) {
        return raw(bytes.getBytes(ISO_8859_1));
    }

    public PickleForge raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /// SHORT_BINUNICODE, or BINUNICODE for longer texts.
    public PickleForge text(String text) {
        var bytes = text.getBytes(UTF_8);
        return (bytes.length < 256 ? op(0x8c).op(bytes.length) : op('X').u32(bytes.length)).raw(bytes);
    }

    /// BINBYTES
    public PickleForge bytes(byte[] bytes) {
        return op('B').u32(bytes.length).raw(bytes);
    }

    /// BININT
    public PickleForge number(int number) {
        return op('J').u32(number);
    }

    /// GLOBAL, as protocols 0 to 3 import.
    public PickleForge global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    /// STACK_GLOBAL, as protocol 4 imports.
    public PickleForge stackGlobal(String module, String name) {
        return text(module).text(name).op(0x93);
    }

    /// Imports by STACK_GLOBAL, and calls with these texts.
    public PickleForge calling(String module, String name, String... arguments) {
        stackGlobal(module, name).op('(');
        for (var argument : arguments) {
            text(argument);
        }
        return op('t').op('R');
    }

    public PickleForge frame(long length) {
        return op(0x95).raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
    }

    public PickleForge stop() {
        return op('.');
    }

    public PickleForge then(PickleForge next) {
        return raw(next.done());
    }

    public PickleForge u32(int number) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    public PickleForge u64(long number) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
    }
}
