package dev.assay.inspect.format.safetensors;

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
class SafetensorsSpec {

    private static final String ONE = "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}";

    @Test
    void an_honest_file_is_clean_and_read_whole() {
        var inspection = inspection(ModelForge.safetensors("{\"__metadata__\":{\"format\":\"pt\"}," + ONE + "}  ", 16));

        assertThat(inspection.format()).isEqualTo("safetensors");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
        assertThat(report(ModelForge.safetensors("{}", 0))).isEmpty();
    }

    @Test
    void tensors_that_overlap_break_the_format() {
        assertThat(broken(ONE + ",\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}", 16))
                .contains("breaks the rule that tensors do not overlap");
    }

    @Test
    void a_tensor_is_as_long_as_it_says() {
        assertThat(broken("\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,8]}", 8))
                .contains("as long as its shape and type say");
        assertThat(broken("\"w\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}", 8))
                .contains("breaks the rule");
        assertThat(broken("\"w\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}", 0))
                .contains("as long as its shape and type say");
    }

    @Test
    void a_tensor_beyond_the_file_breaks_the_format() {
        assertThat(broken(ONE, 15)).contains("breaks the rule that a tensor ends inside the file");
    }

    @Test
    void a_name_that_stands_twice_is_found() {
        assertThat(broken(ONE + "," + ONE, 16)).contains("differs between readers: the key 'w' stands twice");
    }

    @Test
    void an_archive_behind_the_tensors_is_opened() {
        var archive = new ZipForge().stored("x", ModelForge.elf()).done();
        var file = new Bytes()
                .raw(ModelForge.safetensors("{" + ONE + "}", 16))
                .raw(archive)
                .done();

        assertThat(report(file))
                .contains("it poses as safetensors and zip")
                .contains("bytes behind the last tensor")
                .contains("it!/trailing!/x carries an ELF executable");
    }

    @Test
    void a_gap_between_tensors_is_found() {
        assertThat(broken("\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}", 8))
                .contains("4 bytes between tensors");
    }

    @Test
    void a_template_in_the_metadata_is_read() {
        assertThat(broken("\"__metadata__\":{\"t\":\"{{ x.__class__.__mro__ }} and more than a word\"}," + ONE, 16))
                .contains("it!/t runs a template that leaves its sandbox");
    }

    @Test
    void a_header_longer_than_the_file_breaks_the_format() {
        var bytes = new Bytes().u64(1000).raw("{\"a\":").done();

        assertThat(report(bytes)).contains("breaks the rule that a read ends inside the file");
    }

    private static String broken(String header, int numbers) {
        return new String(
                report(ModelForge.safetensors("{" + header + "}", numbers)).getBytes(UTF_8), UTF_8);
    }
}
