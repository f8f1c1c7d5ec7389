package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContractSpec {

    @Test
    void literals_are_told_apart() {
        assertThat(fits("int", "-3")).isTrue();
        assertThat(fits("int", "3.5")).isFalse();
        assertThat(fits("float", "1e-09")).isTrue();
        assertThat(fits("text", "'it\\'s'")).isTrue();
        assertThat(fits("text", "'long'…")).isTrue();
        assertThat(fits("bytes", "b'\\x00'")).isTrue();
        assertThat(fits("tuple", "(1, (2, 'a)'), …)")).isTrue();
        assertThat(fits("dict", "{'a': [1, 2], 'b': acme.Layer(…)}")).isTrue();
        assertThat(fits("storage", "storage(torch.FloatStorage, '0', 'cpu', 4)"))
                .isTrue();
        assertThat(fits("literal", "None")).isTrue();
    }

    @Test
    void a_bare_name_hides_in_no_container() {
        assertThat(fits("tuple", "(1, posix.system)")).isFalse();
        assertThat(fits("value", "[['a', posix.system]]")).isFalse();
        assertThat(fits("dict", "{'f': posix.system}")).isFalse();
        assertThat(fits("data", "acme.Layer(…)")).isFalse();
        assertThat(fits("value", "acme.Layer(…)")).isTrue();
    }

    @Test
    void what_is_not_known_fits_nothing() {
        for (var unknown : List.of("?", "(1, ?)", "[1", "'open", "persistent('x')", "", "acme", "1)", "(1]")) {
            assertThat(fits("value", unknown)).as(unknown).isFalse();
            assertThat(fits("tuple|list|text|literal|object|data|value", unknown))
                    .as(unknown)
                    .isFalse();
        }
    }

    @Test
    void slots_may_be_missing_or_repeated_at_the_end_only() {
        assertThat(Contract.of("nothing").fits(List.of())).isTrue();
        assertThat(Contract.of("nothing").fits(List.of("1"))).isFalse();
        assertThat(Contract.of("int, text?").fits(List.of("1"))).isTrue();
        assertThat(Contract.of("int, text?").fits(List.of("1", "'a'", "2"))).isFalse();
        assertThat(Contract.of("int*").fits(List.of("1", "2", "3"))).isTrue();
        assertThat(Contract.of("int*").fits(List.of("1", "'2'"))).isFalse();
    }

    @Test
    void some_speaks_of_what_was_handed_over_wherever_it_stands() {
        assertThat(Contract.of("some command|code").fits(List.of("1", "['sh -c id']")))
                .isTrue();
        assertThat(Contract.of("some code").fits(List.of("'sh -c id'"))).isFalse();
        assertThat(Contract.of("some address").fits(List.of())).isFalse();
        assertThatThrownBy(() -> Contract.of("some poetry")).hasMessageContaining("no wording we know");
        assertThat(Contract.of("some code")).isNotEqualTo(Contract.of("some command"));
    }

    private static boolean fits(String slot, String argument) {
        return Contract.of(slot).fits(List.of(argument));
    }
}
