package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NumpyTypesSpec {

    private static final String DENIES = "does not say whether they hold objects";
    private static final String ALONE = "(K\3X\1\0\0\0|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK%tb";

    @Test
    void a_type_whose_field_holds_objects_says_so_in_its_flags() {
        for (var flags : new int[] {0, 1, 2, 16}) {
            assertThat(said(structured(object(), flags))).contains(DENIES);
        }
        for (var flags : new int[] {3, 27, 63}) {
            assertThat(said(structured(object(), flags))).isEqualTo("departs nothing");
        }
    }

    @Test
    void a_type_whose_fields_are_numbers_does_not_say_they_are_objects() {
        assertThat(said(structured(type("f8", 0), 0))).isEqualTo("departs nothing");
        assertThat(said(structured(type("f8", 0), 16))).isEqualTo("departs nothing");
        assertThat(said(structured(type("f8", 0), 63))).contains(DENIES);
    }

    @Test
    void a_type_made_of_a_class_is_one_of_objects_unless_numpy_has_elements_for_it() {
        var made = "cnumpy\ndtype\n%sK\0K\1\u0087R" + ALONE.replace('%', '\0');
        assertThat(said(made.formatted("cbuiltins\ndict\n"))).contains(DENIES);
        assertThat(said(made.formatted("cnumpy\nobject_\n"))).contains(DENIES);
        assertThat(said(made.formatted("cnumpy\nfloat64\n"))).isEqualTo("departs nothing");
        assertThat(said(made.formatted("cml_dtypes\nbfloat16\n"))).isEqualTo("departs nothing");
    }

    @Test
    void a_type_has_its_state_before_anything_is_made_of_it() {
        var bare = "cnumpy\ndtype\nX\2\0\0\0V8K\0K\1\u0087R";
        var late = "is used before it has its state";
        assertThat(said("cnumpy.core.multiarray\nscalar\n" + bare + "U\10aaaaaaaa\u0086R"))
                .contains(late);
        assertThat(said("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\1b\u0087R(K\1K\1\u0085"
                        + bare + "\u0089U\10aaaaaaaatb"))
                .contains(late);
        assertThat(said("cnumpy.core.multiarray\nscalar\n" + type("f8", 0) + "U\10aaaaaaaa\u0086R"))
                .isEqualTo("departs nothing");
    }

    @Test
    void a_type_has_the_state_numpy_writes() {
        var made = "cnumpy\ndtype\nX\2\0\0\0V8K\0K\1\u0087R";
        for (var state : List.of("}", "(X\1\0\0\0|NNK\10K\1t", "(K\2X\1\0\0\0|NNNK\10K\1K\0t", "N")) {
            assertThat(said(made + state + "b")).contains("is of another kind");
        }
    }

    private static String object() {
        return type("O8", 63);
    }

    private static String type(String name, int flags) {
        return "cnumpy\ndtype\nX\2\0\0\0" + name + "K\0K\1\u0087R" + ALONE.replace('%', (char) flags);
    }

    private static String structured(String field, int flags) {
        return "cnumpy\ndtype\nX\2\0\0\0V8K\0K\1\u0087R(K\3X\1\0\0\0|NX\1\0\0\0a\u0085}X\1\0\0\0a" + field
                + "K\0\u0086sK\10K\1K" + (char) flags + "tb";
    }

    /// Only what departs from every writer.
    private static String said(String opcodes) {
        var departing = report(pickle(2).raw(opcodes + ".").done())
                .lines()
                .filter(line -> line.contains(" departs "))
                .toList();
        return departing.isEmpty() ? "departs nothing" : String.join("\n", departing);
    }
}
