package dev.assay.inspect.format.msgpack;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MessagePackSpec {

    @Test
    void parameters_of_flax_are_data() {
        var inspection = inspection(parameters("float32", new byte[8]));

        assertThat(inspection.format()).isEqualTo("msgpack");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void an_extension_flax_does_not_have_is_named() {
        assertThat(report(new Bytes().raw("\u0081\u00a1w\u00d4*x\u00c0").done()))
                .doesNotContain("msgpack");
        assertThat(report(new Bytes().raw("\u0081\u00a1w\u00d4*x").done()))
                .contains("names the extension type 42, which somebody else has to bring");
    }

    @Test
    void arrays_of_objects_are_told() {
        assertThat(report(parameters("object", new byte[8]))).contains("departs from every writer: an array of object");
        assertThat(report(new Bytes()
                        .raw("\u0082\u00c4\4kind\u00c4\1O\u00a4data\u00c4\4abcd")
                        .done()))
                .contains("runs an array of objects that msgpack_numpy unpickles");
        assertThat(report(new Bytes()
                        .raw("\u0082\u00a4kind\u00c4\1O\u00a4data\u00c4\4abcd")
                        .done()))
                .contains("runs an array of objects that msgpack_numpy unpickles");
    }

    @Test
    void a_program_parked_in_an_array_is_found() {
        assertThat(report(parameters("uint8", ModelForge.elf()))).contains("carries an ELF executable");
    }

    @Test
    void keys_stand_once_and_counts_are_checked() {
        assertThat(report(new Bytes().raw("\u0082\u00a1a\1\u00a1a\2").done())).contains("stands twice in one map");
        assertThat(inspection(new Bytes()
                                .raw("\u0081\u00a1a\u00dd\u00ff\u00ff\u00ff\u00ff")
                                .done())
                        .complete())
                .isFalse();
    }

    private static byte[] parameters(String type, byte[] numbers) {
        var array = new Bytes()
                .raw("\u0093\u0091\u00cd\0\2")
                .u8(0xa0 | type.length())
                .text(type)
                .raw("\u00c4")
                .u8(numbers.length)
                .raw(numbers)
                .done();
        return new Bytes()
                .raw("\u0081\u00a6kernel")
                .raw("\u00c7")
                .u8(array.length)
                .u8(1)
                .raw(array)
                .done();
    }
}
