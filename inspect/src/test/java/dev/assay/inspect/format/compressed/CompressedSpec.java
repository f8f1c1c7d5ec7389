package dev.assay.inspect.format.compressed;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CompressedSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    private interface Packing {
        OutputStream on(OutputStream out) throws IOException;
    }

    @Test
    void what_is_packed_is_read() throws Exception {
        for (var packed : every(ModelForge.elf())) {
            assertThat(report(packed)).isEqualTo("it!/unpacked carries an ELF executable for x86-64\n");
        }
    }

    @Test
    void honest_streams_are_clean_and_read_whole() throws Exception {
        for (var packed : every(HELLO)) {
            assertThat(inspection(packed).complete()).isTrue();
            assertThat(report(packed)).isEmpty();
        }
    }

    @Test
    void a_stream_that_is_cut_is_found() throws Exception {
        for (var packed : every(HELLO)) {
            assertThat(report(java.util.Arrays.copyOf(packed, packed.length - 3)))
                    .contains("breaks the rule");
        }
    }

    @Test
    void a_second_stream_behind_the_first_is_read() throws Exception {
        var two = new Bytes().raw(gzip(HELLO)).raw(gzip(ModelForge.elf())).done();

        assertThat(report(two)).contains("carries an ELF executable");
    }

    @Test
    void what_stands_behind_a_stream_is_examined() throws Exception {
        assertThat(report(new Bytes().raw(gzip(HELLO)).raw(ModelForge.elf()).done()))
                .contains("bytes behind the stream")
                .contains("it!/trailing carries an ELF executable");
    }

    private static byte[][] every(byte[] content) throws IOException {
        return new byte[][] {
            gzip(content),
            pack(content, BZip2CompressorOutputStream::new),
            pack(content, out -> new XZOutputStream(out, new LZMA2Options(1))),
            pack(content, FramedLZ4CompressorOutputStream::new)
        };
    }

    private static byte[] gzip(byte[] content) throws IOException {
        return pack(content, GZIPOutputStream::new);
    }

    private static byte[] pack(byte[] content, Packing packing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = packing.on(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
