package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class JsonSpec {

    @Test
    void every_character_comes_back() {
        var json = new ObjectMapper();
        IntStream.concat(IntStream.range(0, 0xd800), IntStream.range(0xe000, 0x20000))
                .mapToObj(it -> "a" + Character.toString(it) + "b")
                .filter(it -> !json.readTree(Json.quoted(it)).asString().equals(it))
                .forEach(it -> fail(Json.quoted(it)));
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        assertThat(Json.quoted("a\ud800b")).isEqualTo("\"a\\ufffdb\"");
    }

    @Test
    void nothing_a_terminal_would_act_on_is_printed() {
        assertThat(Json.quoted("\u001b[2J\u0007\u202e\u2028\u009b"))
                .isEqualTo("\"\\u001b[2J\\u0007\\u202e\\u2028\\u009b\"");
    }
}
