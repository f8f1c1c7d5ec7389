package dev.assay.inspect.format.tar;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import dev.assay.forge.TarForge;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TarSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    @Test
    void an_honest_archive_is_clean_and_read_whole() {
        var inspection = inspection(
                new TarForge().file("a.txt", HELLO).file("b", new byte[0]).done());

        assertThat(inspection.format()).isEqualTo("tar");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void its_members_are_read() {
        assertThat(report(new TarForge().file("a/b", ModelForge.elf()).done()))
                .isEqualTo("it!/a/b carries an ELF executable for x86-64\n");
    }

    @Test
    void paths_and_links_that_lead_outside_are_found() {
        assertThat(report(new TarForge().file("../x", HELLO).done())).contains("escapes to ../x");
        assertThat(report(new TarForge().extended("/etc/x", "x", HELLO).done())).contains("escapes to /etc/x");
        assertThat(report(new TarForge().symbolicLink("a/b", "../../x").done()))
                .contains("escapes to ../../x by a link");
        assertThat(report(new TarForge().hardLink("a", "/etc/passwd").done()))
                .contains("escapes to /etc/passwd by a link");
    }

    @Test
    void a_long_name_is_read_from_before_the_member() {
        assertThat(report(new TarForge()
                        .extended("a/long/name", "short", ModelForge.elf())
                        .done()))
                .isEqualTo("it!/a/long/name carries an ELF executable for x86-64\n");
    }

    @Test
    void what_stands_behind_the_archive_is_examined() {
        assertThat(report(new Bytes()
                        .raw(new TarForge().file("a", HELLO).done())
                        .raw(ModelForge.elf())
                        .done()))
                .contains("bytes behind the archive")
                .contains("it!/trailing carries an ELF executable");
    }

    @Test
    void a_member_longer_than_the_archive_breaks_the_format() {
        var cut = Arrays.copyOf(new TarForge().file("a", new byte[4096]).done(), 1024);

        assertThat(report(cut)).contains("breaks the rule that a member ends inside the archive");
    }

    @Test
    void a_length_that_is_said_twice_is_the_same() {
        assertThat(report(new TarForge().records('x', "size=5").file("a", HELLO).done()))
                .contains("its header says that it has 6 bytes, what stands before it 5");
    }

    @Test
    void both_names_of_a_member_are_looked_at() {
        assertThat(report(new TarForge()
                        .records('x', "path=a")
                        .file("../x", HELLO)
                        .done()))
                .contains("escapes to ../x");
        assertThat(report(new TarForge()
                        .member("././@LongLink", 'L', "../x\0".getBytes(UTF_8))
                        .file("a", HELLO)
                        .done()))
                .contains("escapes to ../x");
    }

    @Test
    void a_header_for_all_members_is_honest_unless_it_names_them() {
        assertThat(report(new TarForge()
                        .records('g', "comment=0123456789abcdef")
                        .file("a", HELLO)
                        .file("b", HELLO)
                        .done()))
                .isEmpty();
        assertThat(report(new TarForge()
                        .records('g', "path=c")
                        .file("a", HELLO)
                        .file("b", HELLO)
                        .done()))
                .contains("gives them one name");
    }

    @Test
    void an_extended_header_holds_nothing_behind_its_records() {
        var records = "011 path=a\n\0hidden".getBytes(UTF_8);

        assertThat(report(new TarForge()
                        .member("PaxHeaders/x", 'x', records)
                        .file("a", HELLO)
                        .done()))
                .contains("breaks the rule that an extended header ends with its records");
    }

    @Test
    void devices_and_members_with_holes_are_found() {
        assertThat(report(new TarForge().member("a", '3', new byte[0]).done())).contains("a device or a pipe");
        assertThat(report(new TarForge().member("a", 'S', HELLO).done())).contains("it is a sparse member");
        assertThat(report(new TarForge()
                        .records('x', "GNU.sparse.major=1", "GNU.sparse.name=../x")
                        .file("a", HELLO)
                        .done()))
                .contains("it is a sparse member")
                .contains("escapes to ../x");
    }

    @Test
    void a_name_that_stands_twice_is_found_however_it_is_spelt() {
        assertThat(report(new TarForge().file("a", HELLO).file("a", HELLO).done()))
                .contains("stands twice in the archive");
        assertThat(report(new TarForge().file("a", HELLO).file("./a", HELLO).done()))
                .contains("stands twice but for its spelling");
    }

    @Test
    void a_member_without_a_name_does_not_end_the_archive() {
        assertThat(report(new TarForge()
                        .records('x', "path=b")
                        .file("", ModelForge.elf())
                        .done()))
                .isEqualTo("it!/b carries an ELF executable for x86-64\n");
    }

    @Test
    void the_members_of_the_first_models_are_read_as_their_reader_reads_them() {
        var calls = PickleForge.pickle(2)
                .calling("posix", "system", "echo assay-marker")
                .stop()
                .done();
        for (var name : new String[] {"sys_info", "pickle", "storages", "tensors"}) {
            assertThat(report(new TarForge().file(name, calls).done()))
                    .contains("it!/" + name + "@0x")
                    .contains("calls posix.system('echo assay-marker')");
        }
    }

    @Test
    void archives_in_archives_are_opened() {
        var inner = new TarForge().file("x", ModelForge.elf()).done();

        assertThat(report(new TarForge().file("inner.tar", inner).done()))
                .isEqualTo("it!/inner.tar!/x carries an ELF executable for x86-64\n");
    }
}
