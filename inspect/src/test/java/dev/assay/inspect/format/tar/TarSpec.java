package dev.assay.inspect.format.tar;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.TarForge;
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
        var cut =
                java.util.Arrays.copyOf(new TarForge().file("a", new byte[4096]).done(), 1024);

        assertThat(report(cut)).contains("breaks the rule that a member ends inside the archive");
    }
}
