package dev.assay.inspect.format.npy;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.ZipForge;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NpySpec {

    private static final byte[] HONEST =
            ModelForge.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", new byte[24]);

    @Test
    void an_array_of_numbers_is_clean() {
        assertThat(report(HONEST)).isEmpty();
        assertThat(inspection(HONEST).format()).isEqualTo("npy");
        assertThat(report(new ZipForge().stored("a.npy", HONEST).done())).isEmpty();
    }

    @Test
    void an_array_of_objects_is_handed_on() {
        var objects = ModelForge.npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", ModelForge.elf());

        assertThat(report(objects)).contains("it!/objects carries an ELF executable");
    }

    @Test
    void objects_inside_a_record_are_objects() {
        var objects = ModelForge.npy(
                "{'descr': [('a', '<f4'), ('b', 'O')], 'fortran_order': False, 'shape': (1,), }", ModelForge.elf());

        assertThat(report(objects)).contains("it!/objects carries an ELF executable");
    }

    @Test
    void an_array_longer_than_the_file_breaks_the_format() {
        assertThat(report(ModelForge.npy("{'descr': '<f4', 'shape': (1000000, 1000000)}", new byte[8])))
                .contains("breaks the rule that the array ends inside the file");
    }

    @Test
    void what_stands_behind_the_array_is_examined() {
        assertThat(report(new Bytes()
                        .raw(HONEST)
                        .raw("import os\nos.system('true')\n".getBytes(UTF_8))
                        .done()))
                .contains("it!/next@0xa runs at import: os.system");
    }
}
