package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The table beside the policy, `policy/twins.txt`: what an honest writer gives a callable that is cleared, and what an
/// attacker would give the same callable.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwinsSpec {

    private static final Policy POLICY = Policy.standard();
    private static final Pattern LINE = Pattern.compile("([\\w.]+)\\((.*)\\) but not \\((.*)\\)");

    private record Twins(String function, List<String> honest, List<String> hostile) {}

    @Test
    void what_honest_writers_give_is_cleared() throws IOException {
        for (var twins : table()) {
            assertThat(outcome(twins.function(), twins.honest()))
                    .as("%s%s", twins.function(), twins.honest())
                    .isEqualTo(Outcome.CLEAR);
        }
    }

    @Test
    void the_same_callable_is_not_cleared_with_an_attackers_arguments() throws IOException {
        for (var twins : table()) {
            assertThat(outcome(twins.function(), twins.hostile()))
                    .as("%s%s", twins.function(), twins.hostile())
                    .isNotEqualTo(Outcome.CLEAR);
        }
    }

    @Test
    void every_rule_that_clears_calls_is_in_the_table() throws IOException {
        var shown = table();
        var missing = new TreeMap<Integer, String>();
        for (var rule : POLICY.clearing()) {
            missing.putIfAbsent(rule.line(), rule.about());
        }
        for (var rule : POLICY.clearing()) {
            if (shown.stream().anyMatch(it -> it.function().equals(rule.about()))) {
                missing.remove(rule.line());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Twins> table() throws IOException {
        var table = new ArrayList<Twins>();
        for (var line : Files.readAllLines(Path.of("../policy/twins.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var parts = LINE.matcher(line.replaceAll(" {2,}", " "));
                assertThat(parts.matches()).as(line).isTrue();
                table.add(new Twins(parts.group(1), arguments(parts.group(2)), arguments(parts.group(3))));
            }
        }
        return table;
    }

    /// What stands between the commas that are in no brackets and no quotes.
    private static List<String> arguments(String text) {
        var arguments = new ArrayList<String>();
        var depth = 0;
        var quoted = false;
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && "([{".indexOf(c) >= 0) {
                depth++;
            } else if (!quoted && ")]}".indexOf(c) >= 0) {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (!text.isBlank()) {
            arguments.add(text.substring(from).strip());
        }
        return arguments;
    }

    private static Outcome outcome(String function, List<String> arguments) {
        var call = new Finding.Calls(Place.START, function, arguments);
        return POLICY.judge(new Inspection(Digest.of(new byte[0]), 10, 10, "pickle", "1", List.of(call)))
                .outcome();
    }
}
