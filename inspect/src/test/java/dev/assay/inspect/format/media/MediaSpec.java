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
}
