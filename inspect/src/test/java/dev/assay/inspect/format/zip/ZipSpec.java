package dev.assay.inspect.format.zip;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.ZipForge;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ZipSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    @Test
    void an_honest_archive_is_read_whole() {
        var inspection = inspection(
                new ZipForge().stored("a.txt", HELLO).deflated("b/c.txt", HELLO).done());

        assertThat(inspection.format()).isEqualTo("zip");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void lengths_that_stand_behind_the_entry_are_honest_too() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("streamed.txt"));
            zip.write(HELLO);
            zip.closeEntry();
        }

        assertThat(report(bytes.toByteArray())).isEmpty();
    }

    @Test
    void the_numbers_of_a_tensor_need_no_reader() {
        assertThat(report(ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1)).done()))
                .isEmpty();
    }

    @Test
    void no_tensor_of_any_numbers_is_taken_for_something_else() {
        var random = new SplittableRandom(5);
        var model = ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1));
        for (var i = 1; i < 5_000; i++) {
            var numbers = new byte[1_000];
            random.nextBytes(numbers);
            model.stored("archive/data/" + i, numbers);
        }

        assertThat(report(model.done())).isEmpty();
    }

    @Test
    void what_is_parked_among_the_numbers_is_seen() {
        var model = ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1))
                .stored("archive/data/1", ModelForge.elf())
                .done();

        assertThat(report(model)).isEqualTo("""
                it!/archive/data/1 carries an ELF executable for x86-64
                """);
    }

    @Test
    void bytes_outside_a_model_that_nobody_knows_are_said_to_be_unread() {
        assertThat(report(new ZipForge()
                        .stored("a.bin", new Bytes().raw("\u00fe\0\u00fe\0").done())
                        .done()))
                .isEqualTo("""
                it!/a.bin eludes us: it is of no format we know
                """);
    }

    @Test
    void a_name_that_differs_between_directory_and_entry_is_found() {
        assertThat(report(new ZipForge().renamed("a.txt", "b.txt", HELLO).done()))
                .isEqualTo("""
                it@0x29 differs between readers: the directory says 'a.txt', the entry 'b.txt'
                """);
    }

    @Test
    void a_name_that_stands_twice_is_found_and_both_are_read() {
        var twice =
                new ZipForge().stored("a", HELLO).stored("a", ModelForge.elf()).done();

        assertThat(report(twice)).contains("the name 'a' stands twice").contains("it!/a carries an ELF executable");
    }

    @Test
    void names_that_differ_in_their_case_alone_are_found() {
        assertThat(report(new ZipForge()
                        .stored("data.pkl", HELLO)
                        .stored("DATA.PKL", HELLO)
                        .done()))
                .contains("stands twice but for its spelling");
    }

    @Test
    void paths_that_lead_outside_are_found() {
        for (var path : new String[] {"../x", "a/../../x", "/x", "C:x", "..\\x"}) {
            assertThat(report(new ZipForge().stored(path, HELLO).done())).contains("escapes to");
        }
    }

    @Test
    void a_link_that_leads_outside_is_found() {
        assertThat(report(new ZipForge().link("a", "../../etc/passwd").done()))
                .contains("escapes to ../../etc/passwd by a link");
    }

    @Test
    void an_encrypted_entry_is_said_to_be_unread() {
        assertThat(report(new ZipForge().claiming("a", 0, 1, HELLO).done()))
                .contains("it!/a eludes us: it is encrypted");
    }

    @Test
    void a_method_we_do_not_unpack_is_said_to_be_unread() {
        assertThat(report(new ZipForge().claiming("a", 99, 0, HELLO).done()))
                .contains("it!/a eludes us: it is packed by method 99");
    }

    @Test
    void a_wrong_checksum_is_found() {
        assertThat(report(new ZipForge().withWrongChecksum("a", HELLO).done()))
                .contains("its checksum is of other bytes");
    }

    @Test
    void two_entries_for_the_same_bytes_are_found() {
        assertThat(report(new ZipForge().stored("a", HELLO).again("b", 0, HELLO).done()))
                .contains("outgrows the archive: its entries overlap");
    }

    @Test
    void what_stands_between_before_and_behind_is_examined() {
        var zip = new ZipForge().gap(ModelForge.elf()).stored("a", HELLO);

        assertThat(report(zip.done())).contains("before the first entry").contains("carries an ELF executable");
        assertThat(report(new Bytes()
                        .raw(new ZipForge().stored("a", HELLO).done())
                        .raw(ModelForge.elf())
                        .done()))
                .contains("behind the archive")
                .contains("it!/trailing carries an ELF executable");
    }

    @Test
    void an_archive_without_a_directory_is_read_from_the_front() {
        assertThat(report(new ZipForge().stored("a", ModelForge.elf()).withoutDirectory()))
                .contains("an archive without a directory")
                .contains("it!/a carries an ELF executable");
    }

    @Test
    void apps_are_recognised() {
        assertThat(report(new ZipForge().stored("AndroidManifest.xml", HELLO).done()))
                .contains("carries an Android app");
        assertThat(report(new ZipForge().stored("META-INF/MANIFEST.MF", HELLO).done()))
                .contains("carries a Java archive");
    }

    @Test
    void an_archive_stored_in_an_archive_is_honest_and_brings_its_own_directory() {
        var inner = new ZipForge().stored("x.txt", HELLO).done();
        var middle = new ZipForge().stored("inner.zip", inner).done();

        assertThat(report(new ZipForge()
                        .stored("middle.zip", middle)
                        .stored("y.txt", HELLO)
                        .done()))
                .isEmpty();
    }

    @Test
    void a_second_archive_behind_the_first_is_found() {
        var other = new ZipForge().stored("x.txt", HELLO).done();

        assertThat(report(new Bytes()
                        .raw(new ZipForge().stored("a", HELLO).done())
                        .raw(other)
                        .done()))
                .contains("directories");
    }

    @Test
    void archives_in_archives_are_opened() {
        var inner = new ZipForge().stored("x", ModelForge.elf()).done();

        assertThat(report(new ZipForge().deflated("inner.zip", inner).done())).isEqualTo("""
                it!/inner.zip!/x carries an ELF executable for x86-64
                """);
    }
}
