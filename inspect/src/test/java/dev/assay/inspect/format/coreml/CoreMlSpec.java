package dev.assay.inspect.format.coreml;

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
class CoreMlSpec {

    @Test
    void a_regression_is_data() {
        var regression = new ProtoForge().message(1, new ProtoForge().raw("\12\10\0\0\0\0\0\0\0\0"));
        var inspection = inspection(model().message(300, regression).done());

        assertThat(inspection.format()).isEqualTo("coreml");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void classes_of_the_app_are_named() {
        assertThat(report(model().message(555, new ProtoForge().text(10, "AcmeModel"))
                        .done()))
                .contains("names the app's class AcmeModel");
        var layer = new ProtoForge().text(1, "l").message(500, new ProtoForge().text(10, "AcmeLayer"));
        assertThat(report(
                        model().message(500, new ProtoForge().message(1, layer)).done()))
                .contains("names the app's class AcmeLayer");
    }

    @Test
    void weights_are_numbers_behind_descriptions() {
        var inspection = inspection(weights(new byte[32]));

        assertThat(inspection.format()).isEqualTo("coreml-weights");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
        assertThat(report(weights(ModelForge.elf()))).contains("carries an ELF executable");
        assertThat(report(new Bytes().raw(weights(new byte[32])).raw("more").done()))
                .isNotEmpty();
    }

    private static byte[] weights(byte[] numbers) {
        return new Bytes()
                .u32(1)
                .u32(2)
                .zeros(56)
                .u32(0xdeadbeefL)
                .u32(1)
                .u64(numbers.length)
                .u64(128)
                .zeros(40)
                .raw(numbers)
                .done();
    }

    private static ProtoForge model() {
        var input = new ProtoForge().text(1, "x").message(3, new ProtoForge().message(2, new ProtoForge()));
        return new ProtoForge().number(1, 4).message(2, new ProtoForge().message(1, input));
    }
}
