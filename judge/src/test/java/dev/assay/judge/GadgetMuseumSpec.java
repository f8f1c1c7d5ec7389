package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.report;
import static dev.assay.judge.Museum.verdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every callable that an advisory, an issue, a paper, a fixture or another scanner's table names, in any spelling.
///
/// `gadgets.tsv`: module, name, what it is good for, and who named it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GadgetMuseumSpec {

    private static final String RUNS_WHAT_IT_IS_HANDED = "runs code it is handed";

    /// What it is good for, and the words a report has for that.
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("code", "evaluates code"),
            Map.entry("command", "runs a command or starts a process"),
            Map.entry("effect", "does what a data file has no need to do"),
            Map.entry("file", "writes, moves or deletes files"),
            Map.entry("handed", RUNS_WHAT_IT_IS_HANDED),
            Map.entry("import", "imports or finds code by name"),
            Map.entry("later", "runs code later or in another thread"),
            Map.entry("native", "reaches memory or native code"),
            Map.entry("network", "opens a connection"),
            Map.entry("process", "changes, watches or stops the program that loads it"),
            Map.entry("reach", "reaches into objects for what they can call"),
            Map.entry("read", "reads files or addresses it names"),
            Map.entry("unpickle", "unpickles or loads another file"));

    /// They call what they are handed; without that, nothing happens.
    private static final String HANDED = "handed";
    /// They do something when called, and are named by honest files.
    private static final Set<String> NAMED = Set.of("handed", "reach");

    private static final Set<Spelling> CALLS = EnumSet.complementOf(EnumSet.of(Spelling.IMPORT));

    private record Gadget(String module, String name, String use, String source) {}

    @TestFactory
    Stream<DynamicTest> is_never_safe_and_what_it_does_is_said() {
        return gadgets().stream()
                .map(it -> DynamicTest.dynamicTest(it.module + "." + it.name + ", " + it.source, () -> judge(it)));
    }

    @Test
    void nearly_all_are_held_for_what_they_do_and_not_for_what_was_left_unread() {
        var unread = gadgets().stream()
                .flatMap(it -> Arrays.stream(Spelling.values())
                        .filter(spelling -> verdict(spelling.of(it.module, it.name, Museum.MARKER))
                                        .word()
                                == Word.INCOMPLETE))
                .count();
        assertThat(unread).isZero();
        assertThat(gadgets().stream().filter(it -> !it.use.equals("held")).count()
                        * 100L
                        / gadgets().size())
                .isGreaterThan(85);
    }

    @Test
    void what_calls_what_it_is_handed_is_convicted_when_it_is_handed_something() {
        for (var it : gadgets()) {
            if (it.use.equals(HANDED)) {
                convicts(
                        pickle(4)
                                .stackGlobal(it.module, it.name)
                                .stackGlobal("acme", "f")
                                .raw("]\u0086R.")
                                .done(),
                        RUNS_WHAT_IT_IS_HANDED);
            }
        }
    }

    private static void judge(Gadget gadget) {
        for (var spelling : Spelling.values()) {
            var verdict = verdict(spelling.of(gadget.module, gadget.name, Museum.MARKER));
            assertThat(verdict.word()).as(spelling + "\n" + report(verdict)).isNotEqualTo(Word.SAFE);
            var said = WORDS.get(gadget.use);
            if (said != null
                    && !gadget.use.equals(HANDED)
                    && (CALLS.contains(spelling) || !NAMED.contains(gadget.use))) {
                assertThat(verdict.word()).as(spelling + "\n" + report(verdict)).isEqualTo(Word.MALICIOUS);
                assertThat(report(verdict)).as(spelling.name()).contains(said);
            }
        }
    }

    private static List<Gadget> gadgets() {
        try (var in = GadgetMuseumSpec.class.getResourceAsStream("gadgets.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(it -> new Gadget(it[0], it[1], it[2], it[3]))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
