package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What the [Rehearsal] reads besides small texts: files of the kinds people have most of, enough of each that what is
/// done often in a real scan is done often in the rehearsal.
final class Samples {

    private static final int SMALL = 300;
    private static final int TENSORS = 3_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Samples() {}

    /// Writes them into this folder.
    static void into(Path folder) throws IOException {
        for (var i = 0; i < SMALL; i++) {
            var pickle = lists(2 + i % 3, i % 40 + 1);
            if (i % 4 == 0) {
                zip(folder.resolve("small-" + i + ".pt"), pickle, 0);
            } else {
                Files.write(folder.resolve("small-" + i + ".pkl"), pickle);
            }
        }
        Files.write(folder.resolve("lists.pkl"), lists(4, 3_000));
        zip(folder.resolve("tensors.pt"), tensors(), TENSORS);
    }

    /// A dict of lists of numbers, as protocols 2 to 4 write it.
    private static byte[] lists(int protocol, int count) throws IOException {
        var it = new Samples();
        it.out.writeBytes("}(");
        for (var i = 0; i < count; i++) {
            it.text("layer." + i, protocol);
            it.out.writeByte(protocol < 4 ? 'q' : 0x94);
            if (protocol < 4) {
                it.out.writeByte(i % 256);
            }
            it.out.writeBytes("](");
            for (var k = 0; k < 8; k++) {
                it.out.writeByte('G');
                it.out.writeDouble(i + k / 7.0);
            }
            it.out.writeByte('K');
            it.out.writeByte(i % 256);
            it.out.writeBytes("M\1\2");
            it.integer(i);
            it.out.writeBytes("Ne");
        }
        it.out.writeBytes("u.");
        var body = it.bytes.toByteArray();
        var whole = new Samples();
        whole.out.writeByte(0x80);
        whole.out.writeByte(protocol);
        if (protocol >= 4) {
            whole.out.writeByte(0x95);
            whole.out.writeLong(Long.reverseBytes(body.length));
        }
        whole.out.write(body);
        return whole.bytes.toByteArray();
    }

    /// What torch keeps of a model: its tensors by name, each made from a storage in the archive.
    private static byte[] tensors() throws IOException {
        var it = new Samples();
        it.out.writeByte(0x80);
        it.out.writeBytes("\2}q\0(");
        for (var i = 0; i < TENSORS; i++) {
            it.text("layer." + i + ".weight", 2);
            it.out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
            it.text("storage", 2);
            it.out.writeBytes("ctorch\nFloatStorage\n");
            it.text(String.valueOf(i), 2);
            it.text("cpu", 2);
            it.integer(16);
            it.out.writeBytes("tQK\0");
            it.integer(16);
            it.out.write(new byte[] {(byte) 0x85, 'K', 1, (byte) 0x85, (byte) 0x89});
            it.out.writeBytes("ccollections\nOrderedDict\n)RtR");
        }
        it.out.writeBytes("u.");
        return it.bytes.toByteArray();
    }

    private void text(String text, int protocol) throws IOException {
        var content = text.getBytes(UTF_8);
        if (protocol < 4) {
            out.writeByte('X');
            out.writeInt(Integer.reverseBytes(content.length));
        } else {
            out.writeByte(0x8c);
            out.writeByte(content.length);
        }
        out.write(content);
    }

    private void integer(int number) throws IOException {
        out.writeByte('J');
        out.writeInt(Integer.reverseBytes(number));
    }

    private static void zip(Path file, byte[] pickle, int tensors) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            add(zip, "archive/data.pkl", pickle);
            for (var i = 0; i < tensors; i++) {
                add(zip, "archive/data/" + i, new byte[64]);
            }
            add(zip, "archive/version", "3\n".getBytes(UTF_8));
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        var crc = new CRC32();
        crc.update(content);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }
}
