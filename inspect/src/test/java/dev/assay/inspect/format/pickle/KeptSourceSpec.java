package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KeptSourceSpec {

    /// As SciPy writes it for a distribution of one shape, `a`.
    private static final String WRITTEN = """

            def _parse_args(self, a,  loc=0, scale=1):
                return (a, ), loc, scale

            def _parse_args_rvs(self, a,  loc=0, scale=1, size=None):
                return self._argcheck_rvs(a,  loc, scale, size=size)

            def _parse_args_stats(self, a,  loc=0, scale=1, moments='mv'):
                return (a, ), loc, scale, moments
            """;

    private static final String ATTRIBUTE = "_parse_arg_template";

    @Test
    void what_scipy_writes_runs_nothing() {
        assertThat(report(distribution().raw("}").text(ATTRIBUTE).text(WRITTEN).raw("sb.")))
                .contains("gamma_gen.__setstate__")
                .doesNotContain("runs");
    }

    @Test
    void any_other_source_is_run() {
        for (var source : new String[] {
            "import os",
            WRITTEN + "x = 1\n",
            WRITTEN.replace("(a, ), loc", "(a, ), print(1) or loc"),
            WRITTEN.replace("a, ", "a=x(), ")
        }) {
            assertThat(report(
                            distribution().raw("}").text(ATTRIBUTE).text(source).raw("sb.")))
                    .as(source)
                    .contains("runs the source in its attribute " + ATTRIBUTE);
        }
    }

    @Test
    void attributes_that_are_not_known_may_be_source() {
        assertThat(report(
                        distribution().stackGlobal("collections", "OrderedDict").raw(")Rb.")))
                .contains("runs whatever its state holds as source");
        assertThat(report(distribution().raw("](").text(ATTRIBUTE).text(WRITTEN).raw("tab.")))
                .contains("runs whatever its state holds as source");
        assertThat(report(distribution().raw("}").text(ATTRIBUTE).raw("NsN\u0086b.")))
                .contains("runs whatever its state holds as source");
    }

    @Test
    void parameters_of_before_scipy_1_6_run_nothing() {
        assertThat(report(distribution()
                        .raw("}(")
                        .text("a")
                        .number(0)
                        .text("b")
                        .number(1)
                        .text("name")
                        .text("gamma")
                        .raw("uN\u0086b.")))
                .doesNotContain("runs");
    }

    @Test
    void a_formula_is_run() {
        assertThat(report(pickle(4)
                        .stackGlobal("statsmodels.base.data", "PandasData")
                        .raw(")\u0081}")
                        .text("restore_design_info")
                        .raw("\u0088sb.")))
                .contains("runs the formula it keeps");
    }

    private static PickleForge distribution() {
        return pickle(4)
                .stackGlobal("scipy.stats._continuous_distns", "gamma_gen")
                .raw(")\u0081");
    }

    private static String report(PickleForge forge) {
        var bytes = forge.done();
        return Inspector.standard()
                .inspect(Specimen.of(bytes), Digest.of(bytes))
                .report("it");
    }
}
