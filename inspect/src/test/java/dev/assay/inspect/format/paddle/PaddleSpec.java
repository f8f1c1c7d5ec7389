package dev.assay.inspect.format.paddle;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.ProtoForge;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaddleSpec {

    @Test
    void a_program_that_computes_is_clean_and_read_whole() {
        var inspection = inspection(program(new ProtoForge().text(3, "relu")));

        assertThat(inspection.format()).isEqualTo("paddle");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void operators_that_act_are_named() {
        assertThat(report(program(new ProtoForge().text(3, "py_func"))))
                .contains("names what the operator py_func acts on: a Python function");
        var path = new ProtoForge().text(1, "file_path").number(2, 2).text(5, "/tmp/assay-marker");
        assertThat(report(program(new ProtoForge().text(3, "save").message(4, path))))
                .contains("names what the operator save acts on: the file /tmp/assay-marker");
    }

    @Test
    void parameters_are_numbers_behind_descriptions() {
        var inspection = inspection(parameters(new byte[16]));

        assertThat(inspection.format()).isEqualTo("paddle-parameters");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
        assertThat(report(new Bytes()
                        .raw(parameters(new byte[16]))
                        .raw(ModelForge.elf())
                        .done()))
                .isNotEmpty();
    }

    private static byte[] program(ProtoForge operator) {
        var block = new ProtoForge().number(1, 0).number(2, -1).message(4, operator);
        return new ProtoForge()
                .message(1, block)
                .message(4, new ProtoForge().number(1, 0))
                .done();
    }

    private static byte[] parameters(byte[] numbers) {
        var description =
                new ProtoForge().number(1, 5).number(2, numbers.length / 4).done();
        return new Bytes()
                .u32(0)
                .u64(0)
                .u32(0)
                .u32(description.length)
                .raw(description)
                .raw(numbers)
                .done();
    }
}
