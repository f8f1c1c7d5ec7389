package dev.assay.inspect.format.catboost;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.FlatForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatBoostSpec {

    @Test
    void trees_are_data() {
        var inspection = inspection(model());

        assertThat(inspection.format()).isEqualTo("catboost");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void what_stands_behind_the_trees_is_not_passed_over() {
        assertThat(report(new Bytes().raw(model()).raw("something else").done()))
                .isNotEmpty();
    }

    private static byte[] model() {
        Object[] trees = {1, new byte[0], new byte[0]};
        Object[] pair = {"params", "{}"};
        var core = FlatForge.buffer("", "FlabuffersModel_v1", trees, List.of((Object) pair));
        return new Bytes().raw("CBM1").u32(core.length).raw(core).done();
    }
}
