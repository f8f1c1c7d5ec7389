package dev.assay.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small files of many kinds, made in code. None is ever loaded or run; what they would run only prints a
/// word.
final class Samples {

    private Samples() {}

    /// An array of plain numbers: nothing in it can act.
    static byte[] array() {
        var header = "{'descr': '<i4', 'fortran_order': False, 'shape': (4,), }";
        var padded = header + " ".repeat((64 - (10 + header.length() + 1) % 64) % 64) + "\n";
        return ("\u0093NUMPY\u0001\0" + (char) padded.length() + "\0" + padded + "\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0")
                .getBytes(ISO_8859_1);
    }

    /// A pickle that calls `posix.system('echo assay-marker')`.
    static byte[] marker() {
        return "\u0080\u0002cposix\nsystem\nX\u0011\0\0\0echo assay-marker\u0085R.".getBytes(ISO_8859_1);
    }

    static byte[] numbers() {
        return "\u0080\u0002}(X\u0001\0\0\0aK\u0001X\u0001\0\0\0bK\u0002u.".getBytes(ISO_8859_1);
    }

    static byte[] config() {
        return "{\"model_type\": \"bert\", \"hidden_size\": 768}\n".getBytes(UTF_8);
    }

    /// A gzip stream of so many bytes of nothing.
    static byte[] zeros(int size) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[size]);
        }
        return packed.toByteArray();
    }

    /// A zip of one stored member.
    static byte[] zipped(String name, byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return packed.toByteArray();
    }

    static byte[] noise(RandomGenerator random) {
        var bytes = new byte[1 + random.nextInt(5_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] broken(RandomGenerator random) {
        var whole = random.nextBoolean() ? array() : marker();
        return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    }
}
