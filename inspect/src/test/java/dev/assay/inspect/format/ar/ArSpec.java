package dev.assay.inspect.format.ar;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ArSpec {

    @Test
    void a_static_library_is_carried_and_its_members_are_examined() {
        var library = new Bytes()
                .raw("!<arch>\n")
                .raw(header("a.o/", ModelForge.elf().length))
                .raw(ModelForge.elf())
                .done();

        assertThat(report(library)).isEqualTo("""
                it carries a static library
                it!/a.o/ carries an ELF executable for x86-64
                """);
    }

    @Test
    void a_debian_package_is_carried() {
        var file = new Bytes()
                .raw("!<arch>\n")
                .raw(header("debian-binary", ModelForge.png().length))
                .raw(ModelForge.png())
                .done();

        assertThat(report(file)).isEqualTo("it carries a Debian package\n");
        assertThat(inspection(file).complete()).isTrue();
        assertThat(report(Arrays.copyOf(file, file.length - 1))).contains("a member ends inside the archive");
    }

    private static String header(String name, int size) {
        return "%-16s%-12d%-6d%-6d%-8d%-10d`\n".formatted(name, 0, 0, 0, 100_644, size);
    }
}
