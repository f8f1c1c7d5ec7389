package dev.assay.server.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WildcardSpec {

    @Test
    void a_pattern_without_a_slash_means_a_name_in_any_folder() {
        assertThat(new Wildcard("*.bin").matches("model.bin")).isTrue();
        assertThat(new Wildcard("*.bin").matches("a/b/model.bin")).isTrue();
        assertThat(new Wildcard("*.bin").matches("a.bin/model.txt")).isFalse();
    }

    @Test
    void a_pattern_with_a_slash_is_anchored_and_two_stars_span_folders() {
        assertThat(new Wildcard("saved_model/**/*").matches("saved_model/a/b.pb"))
                .isTrue();
        assertThat(new Wildcard("saved_model/**/*").matches("saved_model/b.pb")).isTrue();
        assertThat(new Wildcard("saved_model/**/*").matches("x/saved_model/b.pb"))
                .isFalse();
        assertThat(new Wildcard("/data").matches("a/data")).isFalse();
    }

    @Test
    void one_star_stays_in_its_folder() {
        assertThat(new Wildcard("a/*.txt").matches("a/b/c.txt")).isFalse();
    }

    @Test
    void classes_question_marks_and_escapes_mean_what_git_says() {
        assertThat(new Wildcard("v[0-9].p?").matches("v3.pt")).isTrue();
        assertThat(new Wildcard("v[!0-9].pt").matches("v3.pt")).isFalse();
        assertThat(new Wildcard("\\*.pt").matches("x.pt")).isFalse();
        assertThat(new Wildcard("a[b").matches("a[b")).isTrue();
    }

    @Test
    void a_pattern_made_to_be_slow_is_not() {
        assertThat(new Wildcard("*a".repeat(400) + "b").matches("a".repeat(4_000)))
                .isFalse();
    }
}
