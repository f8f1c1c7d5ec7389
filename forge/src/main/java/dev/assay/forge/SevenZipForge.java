package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_16LE;

/// A 7z archive of one file, kept as it is.
public final class SevenZipForge {

    private SevenZipForge() {}

    public static byte[] of(String name, byte[] content) {
        var letters = (name + "\0").getBytes(UTF_16LE);
        var header = new Bytes().raw("\1\4\6\0\1\u0009");
        number(header, content.length).raw("\0\7\u000b\1\0\1\1\0\u000c");
        number(header, content.length).raw("\0\0\5\1\u0011");
        number(header, letters.length + 1).raw("\0").raw(letters).raw("\0\0");
        var ending = header.done();
        var start = new Bytes()
                .u64(content.length)
                .u64(ending.length)
                .u32(ZipForge.crc(ending))
                .done();
        return new Bytes()
                .raw("7z\u00bc\u00af'\u001c\0\4")
                .u32(ZipForge.crc(start))
                .raw(start)
                .raw(content)
                .raw(ending)
                .done();
    }

    private static Bytes number(Bytes out, long value) {
        return out.u8(0xff).u64(value);
    }
}
