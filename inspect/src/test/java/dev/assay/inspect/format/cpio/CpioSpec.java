package dev.assay.inspect.format.cpio;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CpioSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    @Test
    void an_honest_archive_is_read_whole() {
        var archive = new Bytes()
                .raw(member("a.txt", 0100644, HELLO))
                .raw(member("TRAILER!!!", 0, new byte[0]))
                .zeros(100)
                .done();

        assertThat(report(archive)).isEmpty();
        assertThat(inspection(archive).complete()).isTrue();
        assertThat(inspection(archive).format()).isEqualTo("cpio");
    }

    @Test
    void the_older_form_is_read_too() {
        var archive = new Bytes()
                .raw(old("a", 0100644, ModelForge.elf()))
                .raw(old("TRAILER!!!", 0, new byte[0]))
                .done();

        assertThat(report(archive)).isEqualTo("it!/a carries an ELF executable for x86-64\n");
    }

    @Test
    void members_links_and_devices_are_looked_at() {
        assertThat(report(member("a", 0100644, ModelForge.elf()))).contains("it!/a carries an ELF executable");
        assertThat(report(member("../a", 0100644, HELLO))).contains("escapes to ../a");
        assertThat(report(member("a", 0120777, "../b".getBytes(UTF_8)))).contains("escapes to ../b by a link");
        assertThat(report(member("a", 0020644, new byte[0]))).contains("a device or a pipe");
    }

    @Test
    void an_archive_that_is_cut_breaks_the_format() {
        assertThat(report(Arrays.copyOf(member("a", 0100644, new byte[99]), 150)))
                .contains("a member ends inside the archive");
    }

    private static byte[] member(String name, int mode, byte[] content) {
        var header = "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\0"
                .formatted(1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0, name);
        return new Bytes()
                .raw(header)
                .zeros(-header.length() & 3)
                .raw(content)
                .zeros(-content.length & 3)
                .done();
    }

    private static byte[] old(String name, int mode, byte[] content) {
        return new Bytes()
                .raw("070707%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o%s\0"
                        .formatted(0, 1, mode, 0, 0, 1, 0, 0, name.length() + 1, content.length, name))
                .raw(content)
                .done();
    }
}
