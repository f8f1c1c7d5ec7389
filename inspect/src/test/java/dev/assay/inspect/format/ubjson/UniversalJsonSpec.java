package dev.assay.inspect.format.ubjson;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UniversalJsonSpec {

    @Test
    void a_model_of_xgboost_is_data() {
        var inspection = inspection(model("[$d#i\2\0\0\0\0\0\0\0\0"));

        assertThat(inspection.format()).isEqualTo("ubjson");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void counts_that_the_file_cannot_hold_are_refused() {
        assertThat(report(model("[$d#l\u007f\u00ff\u00ff\u00ff"))).contains("breaks the rule");
        assertThat(report(model("[#L\u007f\0\0\0\0\0\0\0"))).contains("breaks the rule");
        assertThat(report(model("[$Z#l\u007f\u00ff\u00ff\u00ff"))).contains("breaks the rule");
        assertThat(report(model("Si\u00ff"))).contains("breaks the rule");
    }

    @Test
    void keys_stand_once() {
        assertThat(report(model("T").clone())).isEmpty();
        assertThat(report(new Bytes().raw("{i\1aTi\1aF}").done())).contains("stands twice in one object");
    }

    @Test
    void nothing_stands_behind_the_value() {
        assertThat(report(new Bytes().raw(model("T")).raw("MZ").done())).contains("breaks the rule");
    }

    private static byte[] model(String value) {
        return new Bytes()
                .raw("{L\0\0\0\0\0\0\0\7learner{i\5trees")
                .raw(value)
                .raw("}}")
                .done();
    }
}
