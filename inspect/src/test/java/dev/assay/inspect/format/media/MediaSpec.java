package dev.assay.inspect.format.media;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MediaSpec {

    private static final byte[] WAVE = new Bytes()
            .raw("RIFF")
            .u32(40)
            .raw("WAVEfmt ")
            .u32(16)
            .zeros(16)
            .raw("data")
            .u32(4)
            .zeros(4)
            .done();
    private static final byte[] PDF =
            new Bytes().raw("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n").done();

    @Test
    void pictures_as_they_are_drawn_are_clean() throws Exception {
        for (var kind : List.of("png", "jpeg", "gif", "bmp", "tiff")) {
            var inspection = inspection(drawn(kind));
            assertThat(inspection.format()).isEqualTo(kind);
            assertThat(inspection.report("it")).isEmpty();
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void what_stands_behind_a_picture_is_examined() throws Exception {
        for (var kind : List.of("png", "jpeg", "gif", "bmp", "tiff")) {
            assertThat(report(new Bytes().raw(drawn(kind)).raw(ModelForge.elf()).done()))
                    .contains("bytes behind its end")
                    .contains("it!/trailing carries an ELF executable");
        }
    }

    @Test
    void a_picture_that_is_cut_breaks_its_format() throws Exception {
        for (var kind : List.of("png", "jpeg", "gif", "bmp")) {
            var whole = drawn(kind);
            assertThat(report(java.util.Arrays.copyOf(whole, whole.length - 6))).contains("breaks the rule");
        }
    }

    @Test
    void sounds_and_documents_end_where_they_say() {
        for (var file : List.of(WAVE, PDF)) {
            assertThat(report(file)).isEmpty();
            assertThat(report(new Bytes().raw(file).raw(ModelForge.elf()).done()))
                    .contains("carries an ELF executable");
        }
    }

    @Test
    void a_document_that_acts_is_found() {
        assertThat(report(new Bytes()
                        .raw("%PDF-1.4\n<< /S /JavaScript /JS (app) >>\n%%EOF")
                        .done()))
                .contains("runs a PDF action: /JavaScript");
    }

    private static byte[] drawn(String kind) throws Exception {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), kind, out);
        return out.toByteArray();
    }

    @Test
    void media_in_chunks_and_frames_end_where_they_say() {
        var frame = new Bytes().raw("\u00ff\u00f1P@\1 \u00fc").zeros(2).done();
        var packet = new Bytes().raw("G@\u0011\u0010").zeros(184).done();
        for (var file : List.of(
                new Bytes().raw("FORM\0\0\0\6AIFFCO").done(),
                new Bytes()
                        .raw(".snd\0\0\0\u0018\0\0\0\4\0\0\0\3\0\0>\u0080\0\0\0\1abcd")
                        .done(),
                new Bytes().raw("caff\0\1\0\0desc\0\0\0\0\0\0\0\4abcd").done(),
                new Bytes()
                        .raw("FLV\1\1\0\0\0\t\0\0\0\0\u0012\0\0\4")
                        .zeros(7)
                        .raw("abcd")
                        .zeros(4)
                        .done(),
                new Bytes()
                        .raw("\0\0\0\fjP  \r\n\u0087\n\0\0\0\u0014ftypjp2 \0\0\0\0jp2 ")
                        .done(),
                new Bytes().raw("P6\n# of two\n2 1\n255\nabc\u00ff\0f").done(),
                new Bytes().raw(frame).raw(frame).raw(frame).raw(frame).done(),
                new Bytes().raw(packet).raw(packet).raw(packet).done())) {
            assertThat(report(file)).isEmpty();
            assertThat(inspection(file).complete()).isTrue();
            assertThat(report(new Bytes().raw(file).raw(ModelForge.elf()).done()))
                    .contains("carries an ELF");
        }
    }

    @Test
    void two_pictures_of_a_camera_are_one_file() throws Exception {
        var both = new Bytes().raw(drawn("jpeg")).raw(drawn("jpeg")).done();

        assertThat(report(both)).isEmpty();
        assertThat(report(new Bytes().raw(both).raw(ModelForge.elf()).done())).contains("carries an ELF");
    }

    @Test
    void a_large_tiff_points_with_64_bits() {
        var file = new Bytes().raw("II+\0\u0008\0\0\0").u64(16).u64(1);
        file.u16(256).u16(4).u64(1).u64(7).u64(0);

        assertThat(report(file.done())).isEmpty();
        assertThat(report(new Bytes()
                        .raw("II+\0\u0008\0\0\0")
                        .u64(16)
                        .u64(-1L)
                        .zeros(40)
                        .done()))
                .contains("breaks the rule that");
    }
}
