package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Zip archives, right ones and wrong ones: what the directory says and what the entries say is written separately.
public final class ZipForge {

    private final Bytes entries = new Bytes();
    private final Bytes directory = new Bytes();
    private int count;
    private String comment = "";
    private byte[] directoryExtra = new byte[0];
    private byte[] entryExtra = new byte[0];

    /// An entry as it is written by everybody.
    public ZipForge stored(String name, byte[] content) {
        return entry(name, name, 0, 0, content, content.length, crc(content));
    }

    public ZipForge stored(String name, String content) {
        return stored(name, content.getBytes(UTF_8));
    }

    public ZipForge deflated(String name, byte[] content) {
        return entry(name, name, 8, 0, deflate(content), content.length, crc(content));
    }

    /// An entry that was packed by this method into these bytes.
    public ZipForge packed(String name, int method, int flags, byte[] packed, byte[] content) {
        return entry(name, name, method, flags, packed, content.length, crc(content));
    }

    /// An entry with extra fields, in the directory and in its own header.
    public ZipForge withExtra(String name, byte[] inDirectory, byte[] inEntry, byte[] content) {
        directoryExtra = inDirectory;
        entryExtra = inEntry;
        stored(name, content);
        directoryExtra = new byte[0];
        entryExtra = new byte[0];
        return this;
    }

    /// An entry whose lengths stand behind it, as these numbers.
    public ZipForge described(String name, byte[] content, long crc, long packed, long unpacked) {
        entry(name, name, 0, 8, content, content.length, crc(content));
        entries.raw("PK\7\b").u32(crc).u32(packed).u32(unpacked);
        return this;
    }

    /// An entry whose local header has another name than the directory.
    public ZipForge renamed(String inDirectory, String inEntry, byte[] content) {
        return entry(inDirectory, inEntry, 0, 0, content, content.length, crc(content));
    }

    /// An entry that says it is packed by this method, with these flags, whatever it is.
    public ZipForge claiming(String name, int method, int flags, byte[] content) {
        return entry(name, name, method, flags, content, content.length, crc(content));
    }

    public ZipForge withWrongChecksum(String name, byte[] content) {
        return entry(name, name, 0, 0, content, content.length, crc(content) ^ 1);
    }

    /// A symbolic link, as archivers on Unix write it.
    public ZipForge link(String name, String target) {
        var from = directory.size();
        stored(name, target);
        var all = directory.done();
        all[from + 38] = 0;
        all[from + 40] = 0;
        all[from + 41] = (byte) 0xa0;
        return rewrite(all);
    }

    /// Bytes between the entries that no header describes.
    public ZipForge gap(byte[] bytes) {
        entries.raw(bytes);
        return this;
    }

    /// Another entry of the directory for the entry at this offset.
    public ZipForge again(String name, long header, byte[] packed) {
        central(name, 0, 0, crc(packed), packed.length, packed.length, header);
        return this;
    }

    public ZipForge comment(String text) {
        comment = text;
        return this;
    }

    /// The entries alone, without a directory.
    public byte[] withoutDirectory() {
        return entries.done();
    }

    public byte[] done() {
        return new Bytes()
                .raw(entries.done())
                .raw(directory.done())
                .raw("PK\5\6")
                .u32(0)
                .u16(count)
                .u16(count)
                .u32(directory.size())
                .u32(entries.size())
                .u16(comment.length())
                .raw(comment)
                .done();
    }

    private ZipForge entry(
            String inDirectory, String inEntry, int method, int flags, byte[] packed, long unpacked, long crc) {
        var header = entries.size();
        var name = inEntry.getBytes(UTF_8);
        entries.raw("PK\3\4")
                .u16(20)
                .u16(flags)
                .u16(method)
                .u32(0)
                .u32(crc)
                .u32(packed.length)
                .u32(unpacked)
                .u16(name.length)
                .u16(entryExtra.length)
                .raw(name)
                .raw(entryExtra)
                .raw(packed);
        central(inDirectory, flags, method, crc, packed.length, unpacked, header);
        return this;
    }

    private void central(String name, int flags, int method, long crc, long packed, long unpacked, long header) {
        var bytes = name.getBytes(UTF_8);
        directory
                .raw("PK\1\2")
                .u16(3 << 8 | 20)
                .u16(20)
                .u16(flags)
                .u16(method)
                .u32(0)
                .u32(crc)
                .u32(packed)
                .u32(unpacked)
                .u16(bytes.length)
                .u16(directoryExtra.length)
                .u16(0)
                .u16(0)
                .u16(0)
                .u32(0)
                .u32(header)
                .raw(bytes)
                .raw(directoryExtra);
        count++;
    }

    private ZipForge rewrite(byte[] all) {
        var forge = new ZipForge();
        forge.entries.raw(entries.done());
        forge.directory.raw(all);
        forge.count = count;
        return forge;
    }

    /// The checksum of an entry.
    public static long crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static byte[] deflate(byte[] content) {
        var deflater = new Deflater(9, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
