package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Tape archives, block by block.
public final class TarForge {

    private static final int BLOCK = 512;

    private final Bytes out = new Bytes();

    public TarForge file(String name, byte[] content) {
        return member(name, '0', "", content);
    }

    public TarForge symbolicLink(String name, String target) {
        return member(name, '2', target, new byte[0]);
    }

    public TarForge hardLink(String name, String target) {
        return member(name, '1', target, new byte[0]);
    }

    /// A file whose real name stands in an extended header before it.
    public TarForge extended(String path, String name, byte[] content) {
        var record = " path=" + path + "\n";
        var length = record.length() + 2;
        length += Integer.toString(length).length() > 2 ? 1 : 0;
        return member("PaxHeaders/x", 'x', "", (length + record).getBytes(UTF_8))
                .file(name, content);
    }

    /// A member of this kind with these bytes.
    public TarForge member(String name, char type, byte[] content) {
        return member(name, type, "", content);
    }

    /// Records of an extended header, each `key=value`, before what comes next; of kind `x` for one member, `g` for
    /// all.
    public TarForge records(char type, String... records) {
        var text = new StringBuilder();
        for (var record : records) {
            var length = record.length() + 5;
            text.append("%03d %s\n".formatted(length, record));
        }
        return member("PaxHeaders/x", type, "", text.toString().getBytes(UTF_8));
    }

    public byte[] done() {
        return new Bytes().raw(out.done()).zeros(2 * BLOCK).done();
    }

    private TarForge member(String name, char type, String link, byte[] content) {
        var header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0000000000\0000000000\0");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        var sum = 0;
        for (var it : header) {
            sum += Byte.toUnsignedInt(it);
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.raw(header).raw(content).zeros((BLOCK - content.length % BLOCK) % BLOCK);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
