package dev.assay.inspect.format.executorch;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.FlatForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExecuTorchSpec {

    @Test
    void a_program_of_pytorchs_operators_is_clean() {
        var inspection = inspection(program("aten::add", "XnnpackBackend"));

        assertThat(inspection.format()).isEqualTo("executorch");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void other_operators_and_compiled_code_are_named() {
        assertThat(report(program("acme::reverse", "QnnBackend")))
                .contains("names the operator acme::reverse, which somebody else has to bring")
                .contains("carries what was compiled for QnnBackend");
    }

    private static byte[] program(String operator, String backend) {
        Object[] delegate = {backend, new Object[] {(byte) 0, 0}};
        Object[] plan = {
            "forward",
            null,
            List.of(),
            null,
            null,
            List.of(),
            List.of((Object) new Object[] {operator, "out"}),
            List.of((Object) delegate)
        };
        return FlatForge.buffer("ET12", 0, List.of((Object) plan));
    }
}
