package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What real libraries write and no other reading of a pickle would expect.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HonestWritersSpec {

    @Test
    void dills_names_of_plain_types_are_those_types() {
        assertThat(report(pickle(4).calling("dill._dill", "_load_type", "int").stop()))
                .contains("imports builtins.int")
                .doesNotContain("_load_type");
        assertThat(report(pickle(4)
                        .calling("dill._dill", "_eval_repr", "range(0, 3)")
                        .stop()))
                .contains("imports builtins.range")
                .doesNotContain("_eval_repr");
    }

    @Test
    void any_other_name_or_source_stays_a_call() {
        for (var name : new String[] {"CodeType", "FunctionType", "eval"}) {
            assertThat(report(
                            pickle(4).calling("dill._dill", "_load_type", name).stop()))
                    .contains("calls dill._dill._load_type('" + name + "')");
        }
        for (var source : new String[] {"range(0, x())", "range(0, 3) or 1", "print"}) {
            assertThat(report(pickle(4)
                            .calling("dill._dill", "_eval_repr", source)
                            .stop()))
                    .contains("calls dill._dill._eval_repr('" + source + "')");
        }
    }

    @Test
    void a_ufunc_by_its_name_is_what_it_names() {
        assertThat(report(pickle(4)
                        .calling("numpy.core", "_ufunc_reconstruct", "os", "system")
                        .stop()))
                .contains("imports os.system");
    }

    @Test
    void a_persistent_id_of_a_layer_is_its_class() {
        var id = "(X\6\0\0\0moduleX\1\0\0\0fX\1\0\0\0st";
        assertThat(report(pickle(2).raw("(X\6\0\0\0modulecacme\nLayer\nX\1\0\0\0fX\1\0\0\0stQ)\u0081.")))
                .contains("calls acme.Layer.__new__()")
                .doesNotContain("eludes");
        assertThat(report(pickle(2).raw("(X\6\0\0\0modulecposix\nsystem\nNNtQX\1\0\0\0a\u0085R.")))
                .contains("calls posix.system('a')");
        assertThat(report(pickle(2).raw(id + "Q."))).contains("eludes");
    }

    @Test
    void what_an_instance_says_of_itself_is_text() {
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "A")
                        .raw(")\u0081}")
                        .text("__doc__")
                        .text("An A.")
                        .raw("sb.")))
                .doesNotContain("departs");
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "A")
                        .raw(")\u0081}")
                        .text("__doc__")
                        .raw("]sb.")))
                .contains("departs");
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "A")
                        .raw(")\u0081}")
                        .text("__class__")
                        .text("A")
                        .raw("sb.")))
                .contains("departs");
    }

    @Test
    void a_zip_is_no_pickle_because_it_begins_with_the_letter_of_a_persistent_id() {
        var bytes = "PK\3\4\24\n}(\u008c\1aNub.".getBytes(ISO_8859_1);
        assertThat(new Pickle().claims(Specimen.of(bytes))).isFalse();
    }

    private static String report(PickleForge forge) {
        var bytes = forge.done();
        return Inspector.standard()
                .inspect(Specimen.of(bytes), Digest.of(bytes))
                .report("it");
    }
}
