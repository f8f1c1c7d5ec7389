package dev.assay.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files that users have, and files that attackers make. None is ever loaded.
final class Samples {

    /// What a hostile pickle here would do: nothing worse than an echo.
    static final String MARKER = "echo assay-marker";

    private Samples() {}

    /// A safetensors file of one tensor of 8-bit numbers that do not compress or repeat.
    static Path safetensors(Path file, long numbers, long seed) throws IOException {
        var header = ("{\"weight\":{\"dtype\":\"U8\",\"shape\":[" + numbers + "],\"data_offsets\":[0," + numbers
                        + "]}}")
                .getBytes(UTF_8);
        var random = new SplittableRandom(seed);
        try (var out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            noise(out, numbers, random);
        }
        return file;
    }

    /// The same, in memory.
    static byte[] tensor(int numbers, long seed) {
        var header = ("{\"weight\":{\"dtype\":\"U8\",\"shape\":[" + numbers + "],\"data_offsets\":[0," + numbers
                        + "]}}")
                .getBytes(UTF_8);
        var bytes = ByteBuffer.allocate(8 + header.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        var noise = new byte[numbers];
        new SplittableRandom(seed).nextBytes(noise);
        return bytes.put(noise).array();
    }

    private static void noise(OutputStream out, long length, SplittableRandom random) throws IOException {
        var block = new byte[1 << 20];
        for (var left = length; left > 0; left -= block.length) {
            random.nextBytes(block);
            out.write(block, 0, (int) Math.min(block.length, left));
        }
    }

    /// A pickle, protocol 2, whose loading calls `os.system` on the marker. The call is at [#CALL_OFFSET].
    static byte[] hostilePickle() {
        return ("\u0080\u0002cos\nsystem\nX" + (char) MARKER.length() + "\0\0\0" + MARKER + "\u0085R.")
                .getBytes(ISO_8859_1);
    }

    /// Where the REDUCE stands in [#hostilePickle()].
    static final long CALL_OFFSET = 2L + "cos\nsystem\n".length() + 5 + MARKER.length() + 1;

    /// What `torch.save` has written since 1.6: a stored zip with the pickle in it.
    static byte[] torchZip(byte[] pickle) throws IOException {
        return zip("archive/data.pkl", pickle, "archive/version", "3\n".getBytes(UTF_8));
    }

    static byte[] zip(Object... namesAndContents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var i = 0; i < namesAndContents.length; i += 2) {
                var content = (byte[]) namesAndContents[i + 1];
                var crc = new CRC32();
                crc.update(content);
                var entry = new ZipEntry((String) namesAndContents[i]);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// A ustar archive of one file.
    static byte[] tar(String name, byte[] content) {
        var header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(content.length));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        var sum = 0;
        for (var b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(512 - content.length % 512) % 512 + 1024]);
        return bytes.toByteArray();
    }

    private static void put(byte[] into, int at, String text) {
        var bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    /// A repository's worth of honest small files.
    static void honestFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("README.md"), """
                ---
                license: apache-2.0
                pipeline_tag: text-generation
                tags: [tiny]
                ---
                # Tiny

                A model for tests.
                """);
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 16}
                """);
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
                """);
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "PreTrainedTokenizerFast",
                 "chat_template": "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}{% endfor %}"}
                """);
    }
}
