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
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CompressedSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    /// The last of [#every], which nobody joins.
    private static final int ALONE = 1;

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
            assertThat(report(Arrays.copyOf(packed, packed.length - 3)))
                    .containsAnyOf("breaks the rule", "no format we know");
        }
    }

    @Test
    void streams_behind_each_other_are_read_as_one() throws Exception {
        var whole = every(ModelForge.elf());
        var first = every(Arrays.copyOf(ModelForge.elf(), 5));
        var second = every(Arrays.copyOfRange(ModelForge.elf(), 5, ModelForge.elf().length));

        for (var i = 0; i < whole.length - ALONE; i++) {
            var two = new Bytes().raw(first[i]).raw(second[i]).done();
            assertThat(report(two)).isEqualTo(report(whole[i]));
        }
    }

    @Test
    void what_stands_behind_a_stream_is_examined() throws Exception {
        for (var packed : every(HELLO)) {
            assertThat(report(new Bytes().raw(packed).raw(ModelForge.elf()).done()))
                    .contains("bytes behind the stream")
                    .contains("it!/trailing carries an ELF executable");
        }
    }

    @Test
    void zeros_that_fill_a_tape_are_no_fact() throws Exception {
        assertThat(report(new Bytes().raw(gzip(HELLO)).zeros(1000).done())).isEmpty();
    }

    @Test
    void a_checksum_of_other_bytes_is_found_and_what_came_out_is_examined() throws Exception {
        for (var packed : every(ModelForge.elf())) {
            var lying = packed.clone();
            lying[lying.length - 5] ^= 1;
            assertThat(report(lying))
                    .containsAnyOf("breaks the rule", "checksum", "behind the stream", "no format we know");
        }
        var gzip = gzip(ModelForge.elf());
        gzip[gzip.length - 8] ^= 1;
        assertThat(report(gzip)).contains("checksum").contains("carries an ELF");
        var zlib = zlib(ModelForge.elf());
        zlib[zlib.length - 1] ^= 1;
        assertThat(report(zlib)).contains("breaks the rule").contains("carries an ELF");
    }

    @Test
    void texts_that_begin_like_streams_are_texts() {
        for (var text :
                new String[] {"x^2 + y^2 = z^2\n", "x?\n", "x\u0001y", "]\n\n", "x^b + c, and so on and on\n"}) {
            assertThat(inspection(text.getBytes(UTF_8)).format())
                    .doesNotContain("zlib")
                    .doesNotContain("lzma");
        }
    }

    @Test
    void a_bare_stream_that_is_cut_is_still_one() throws Exception {
        var packed = zlib("hello ".repeat(9_000).getBytes(UTF_8));

        assertThat(inspection(Arrays.copyOf(packed, packed.length - 9)).format())
                .isEqualTo("zlib");
    }

    @Test
    void a_dictionary_beyond_all_measure_is_not_given() throws Exception {
        var lzma = pack(HELLO, out -> new LZMAOutputStream(out, new LZMA2Options(1), -1));
        lzma[3] = 0;
        lzma[4] = 0x60; // 1.5 GiB

        assertThat(report(lzma)).contains("it asks for a dictionary of more than 128 MiB");
        assertThat(inspection(lzma).complete()).isFalse();
    }

    @Test
    void streams_without_end_are_not_all_opened() throws Exception {
        var frame = pack(HELLO, FramedLZ4CompressorOutputStream::new);
        var many = new Bytes();
        for (var i = 0; i < 10_200; i++) {
            many.raw(frame);
        }

        assertThat(report(many.done())).contains("there are more streams in it than anybody writes");
    }

    @Test
    void frames_to_be_skipped_are_looked_into() throws Exception {
        var skipped = new Bytes()
                .raw("S*M\u0018")
                .u32(ModelForge.elf().length)
                .raw(ModelForge.elf())
                .done();

        assertThat(report(new Bytes()
                        .raw(skipped)
                        .raw(pack(HELLO, FramedLZ4CompressorOutputStream::new))
                        .done()))
                .isEqualTo("it!/skipped@0 carries an ELF executable for x86-64\n");
    }

    private static byte[][] every(byte[] content) throws IOException {
        return new byte[][] {
            gzip(content),
            pack(content, BZip2CompressorOutputStream::new),
            pack(content, out -> new XZOutputStream(out, new LZMA2Options(1))),
            pack(content, FramedLZ4CompressorOutputStream::new),
            pack(content, out -> new LZMAOutputStream(out, new LZMA2Options(1), -1)),
            pack(content, out -> new LZMAOutputStream(out, new LZMA2Options(1), content.length)),
            zlib(content)
        };
    }

    private static byte[] zlib(byte[] content) throws IOException {
        return pack(content, DeflaterOutputStream::new);
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
