package dev.assay.inspect.format.mxnet;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MxnetSpec {

    @Test
    void parameters_are_data() {
        var inspection = inspection(parameters(4));

        assertThat(inspection.format()).isEqualTo("mxnet");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void dimensions_the_file_cannot_hold_are_refused() {
        assertThat(report(parameters(1L << 40))).contains("breaks the rule that a read ends inside the file");
        assertThat(report(parameters(1L << 60))).contains("breaks the rule that an array's elements can be counted");
    }

    private static byte[] parameters(long dimension) {
        return new Bytes()
                .u64(0x112)
                .u64(0)
                .u64(1)
                .u32(0xf993fac9L)
                .u32(0)
                .u32(1)
                .u64(dimension)
                .u32(1)
                .u32(0)
                .u32(0)
                .zeros(16)
                .u64(1)
                .u64(5)
                .raw("arg:w")
                .done();
    }
}
