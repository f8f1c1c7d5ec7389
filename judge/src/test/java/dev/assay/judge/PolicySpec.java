package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PolicySpec {

    private static final Digest SUBJECT = Digest.of(new byte[0]);

    @TempDir
    Path folder;

    @Test
    void the_first_rule_that_matches_rules() throws IOException {
        var policy = policy("""
                  - { when: calls posix.system, then: convict, because: it runs a command }
                  - { when: calls posix.*, then: hold, because: it touches the machine }
                """);

        assertThat(policy.judge(saying(calls("posix.system"))).word()).isEqualTo(Word.MALICIOUS);
        assertThat(policy.judge(saying(calls("posix.getpid"))).word()).isEqualTo(Word.SUSPICIOUS);
    }

    @Test
    void its_key_names_the_whole_text_and_the_judge_that_reads_it() {
        var standard = Policy.standard();

        assertThat(standard.key())
                .matches("default@[0-9a-f]{64}/[0-9a-f]{32}")
                .contains(standard.digest().hex())
                .endsWith("/" + Policy.GENERATION)
                .startsWith(standard.name());
        assertThat(Policy.GENERATION).isNotEqualTo(Formats.GENERATION);
    }

    @Test
    void what_no_rule_mentions_is_held() throws IOException {
        var policy = policy("  - { when: calls posix.system, then: convict, because: it runs a command }\n");

        var verdict = policy.judge(saying(calls("acme.build")));

        assertThat(verdict.outcome()).isEqualTo(Outcome.HOLD);
        assertThat(verdict.against().getFirst().because()).isEqualTo("no rule speaks of this");
    }

    @Test
    void a_file_about_which_nothing_was_found_is_cleared_only_if_all_of_it_was_read() throws IOException {
        var policy = policy("  - { when: eludes *, then: hold, because: unread }\n");

        assertThat(policy.judge(saying()).word()).isEqualTo(Word.SAFE);
        assertThat(policy.judge(new Inspection(SUBJECT, 10, 9, "pickle", "1", List.of()))
                        .word())
                .isEqualTo(Word.INCOMPLETE);
        assertThat(policy.judge(new Inspection(SUBJECT, 10, 10, "unknown", "1", List.of()))
                        .outcome())
                .isEqualTo(Outcome.HOLD);
    }

    @Test
    void a_call_is_cleared_only_with_the_arguments_its_rule_gives() throws IOException {
        var policy = policy("""
                  - { when: calls _codecs.encode, given: "text, 'latin1'", then: clear, because: bytes, source: CPython }
                """);

        assertThat(outcome(policy, calls("_codecs.encode", "'ab'", "'latin1'"))).isEqualTo(Outcome.CLEAR);
        assertThat(outcome(policy, calls("_codecs.encode", "'ab'", "'rot13'"))).isEqualTo(Outcome.HOLD);
        assertThat(outcome(policy, calls("_codecs.encode", "'ab'", "text"))).isEqualTo(Outcome.HOLD);
        assertThat(outcome(policy, calls("_codecs.encode", "'ab'"))).isEqualTo(Outcome.HOLD);
        assertThat(outcome(policy, calls("_codecs.encode", "posix.system", "'latin1'")))
                .isEqualTo(Outcome.HOLD);
    }

    @Test
    void what_convicts_a_name_speaks_of_its_attributes_and_what_clears_it_does_not() throws IOException {
        var policy = policy("""
                  - { when: calls posix.system, then: convict, because: it runs a command }
                  - { when: imports acme.Layer, then: clear, because: inert, source: acme 1.0 }
                """);

        assertThat(outcome(policy, calls("posix.system.__call__"))).isEqualTo(Outcome.CONVICT);
        assertThat(outcome(policy, new Finding.Imports(Place.START, "acme.Layer.run")))
                .isEqualTo(Outcome.HOLD);
    }

    @Test
    void a_verdict_is_as_grave_as_its_gravest_ruling() throws IOException {
        var policy = policy("""
                  - { when: calls posix.system, then: convict, because: it runs a command }
                  - { when: imports acme.Layer, then: clear, because: inert, source: acme 1.0 }
                """);

        var verdict = policy.judge(
                saying(new Finding.Imports(Place.START, "acme.Layer"), calls("acme.build"), calls("posix.system")));

        assertThat(verdict.outcome()).isEqualTo(Outcome.CONVICT);
        assertThat(verdict.against()).extracting(Ruling::outcome).containsExactly(Outcome.CONVICT, Outcome.HOLD);
    }

    @Test
    void a_verdict_says_which_text_it_rests_on() throws IOException {
        var one = policy("  - { when: eludes *, then: hold, because: unread }\n");
        var other = policy("  - { when: eludes *, then: hold, because: not read }\n");

        assertThat(one.name()).matches("house@[0-9a-f]{8}").isNotEqualTo(other.name());
    }

    @Test
    void a_verb_no_finding_uses_is_refused() {
        refused(
                "  - { when: call posix.system, then: convict, because: x }\n",
                "line 4",
                "no finding ever says 'call'");
    }

    @Test
    void clearing_by_pattern_is_refused() {
        refused("  - { when: imports torch.*, then: clear, because: x, source: y }\n", "line 4", "named in full");
    }

    @Test
    void clearing_a_call_whatever_its_arguments_is_refused() {
        refused("  - { when: calls torch.Size, then: clear, because: x, source: y }\n", "line 4", "'given'");
    }

    @Test
    void clearing_without_a_source_is_refused() {
        refused("  - { when: imports torch.Size, then: clear, because: x }\n", "line 4", "'source'");
    }

    @Test
    void clearing_with_a_source_or_a_reason_that_says_nothing_is_refused() {
        refused("  - { when: imports torch.Size, then: clear, because: x, source: ' ' }\n", "line 4", "'source'");
        refused("  - { when: imports torch.Size, then: clear, because: '', source: y }\n", "line 4", "'because'");
    }

    @Test
    void what_is_wrong_comes_with_its_line_and_the_word_that_was_probably_meant() {
        assertThatThrownBy(() ->
                        policy("  - { when: eludes *, then: hold, because: x }\n  - { wen: calls a.b, then: hold }\n"))
                .isInstanceOfSatisfying(NotAPolicy.class, it -> {
                    assertThat(it.line()).isEqualTo(5);
                    assertThat(it.hint()).isEqualTo("did you mean 'when'?");
                });
        assertThatThrownBy(() -> policy("  - { when: cals a.b, then: hold, because: x }\n"))
                .isInstanceOfSatisfying(
                        NotAPolicy.class, it -> assertThat(it.hint()).isEqualTo("did you mean 'calls'?"));
        assertThatThrownBy(() -> policy("  - { when: calls a.b\n    then: [ }\n"))
                .isInstanceOfSatisfying(
                        NotAPolicy.class, it -> assertThat(it.line()).isEqualTo(5));
    }

    @Test
    void it_can_be_asked_which_rule_speaks_and_why() throws IOException {
        var policy = policy("""
                  - { when: calls _codecs.encode, given: "text, 'latin1'", then: clear, because: bytes, source: CPython }
                  - { when: calls _codecs.*, then: hold, because: codecs are many, source: a list }
                  - { when: "calls *", then: hold, as: unknown, because: unheard of }
                """);

        assertThat(policy.reason(calls("_codecs.encode", "'ab'", "'latin1'")))
                .isEqualTo(new Reason(
                        4, "calls _codecs.encode", "text, 'latin1'", Outcome.CLEAR, Word.SAFE, "bytes", "CPython"));
        assertThat(policy.reason(calls("_codecs.encode", "?")).line()).isEqualTo(5);
        assertThat(policy.reason(new Finding.Imports(Place.START, "acme.f")))
                .isEqualTo(new Reason(0, "", "", Outcome.HOLD, Word.UNKNOWN, "no rule speaks of this", ""));
        assertThat(policy.reasons("calls", "_codecs.encode"))
                .extracting(Reason::line)
                .containsExactly(4, 5);
        assertThat(policy.reasons("calls", "acme.f")).extracting(Reason::line).containsExactly(6);
        assertThat(policy.reasons("imports", "acme.f")).isEmpty();
    }

    @Test
    void duplicates_contradictions_and_rules_never_reached_are_refused() {
        refused("""
                  - { when: calls a.b, then: hold, because: x }
                  - { when: calls a.b, then: hold, because: x }
                """, "line 5", "a duplicate of the rule in line 4");
        refused("""
                  - { when: calls a.b, then: hold, because: x }
                  - { when: calls a.b, then: convict, because: x }
                """, "line 5", "in contradiction to the rule in line 4");
        refused("""
                  - { when: calls a.*, then: hold, because: x }
                  - { when: calls a.b, then: convict, because: x }
                """, "line 5", "never reached");
    }

    @Test
    void keys_nobody_knows_and_words_that_do_not_fit_are_refused() {
        refused("  - { when: calls a.b, then: hold, becuse: x }\n", "line 4", "'becuse'");
        refused("  - { when: calls a.b, then: hold, as: safe, because: x }\n", "line 4", "what is held is neither");
        refused("  - { when: calls a.b, then: allow, because: x }\n", "line 4", "'allow'");
        refused("  - { when: calls a.b, given: txt, then: hold, because: x }\n", "line 4", "'txt'");
        refused("  - [ nonsense\n", "not YAML", "");
    }

    @Test
    void a_policy_without_end_is_refused_before_it_is_parsed() throws IOException {
        var file = folder.resolve("long.yaml");
        Files.write(file, new byte[PolicyText.LARGEST + 1]);

        assertThatThrownBy(() -> Policy.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void the_policy_that_ships_convicts_a_command_and_clears_a_tensor() {
        var policy = Policy.standard();

        assertThat(outcome(policy, calls("posix.system", "'echo assay-marker'")))
                .isEqualTo(Outcome.CONVICT);
        assertThat(outcome(policy, new Finding.Imports(Place.START, "posix.system")))
                .isEqualTo(Outcome.CONVICT);
        assertThat(outcome(
                        policy,
                        calls(
                                "torch._utils._rebuild_tensor_v2",
                                "storage(torch.FloatStorage, '0', 'cpu', 4)",
                                "0",
                                "(2, 2)",
                                "(2, 1)",
                                "False",
                                "collections.OrderedDict(…)")))
                .isEqualTo(Outcome.CLEAR);
        assertThat(outcome(
                        policy,
                        calls(
                                "torch._utils._rebuild_tensor_v2",
                                "posix.system",
                                "0",
                                "(2, 2)",
                                "(2, 1)",
                                "False",
                                "None")))
                .isEqualTo(Outcome.HOLD);
    }

    @Test
    void a_class_we_do_not_know_is_unknown_and_a_function_of_the_language_suspicious() {
        var policy = Policy.standard();

        assertThat(policy.judge(saying(calls("acme.Layer.__new__"), calls("acme.Layer.__setstate__", "{'a': 1}")))
                        .word())
                .isEqualTo(Word.UNKNOWN);
        assertThat(policy.judge(saying(calls("zoneinfo.reset_tzpath"))).word()).isEqualTo(Word.SUSPICIOUS);
        assertThat(policy.judge(saying(calls("acme.map", "acme.run"))).word()).isEqualTo(Word.SUSPICIOUS);
    }

    private static Outcome outcome(Policy policy, Finding finding) {
        return policy.judge(saying(finding)).outcome();
    }

    private static Finding calls(String function, String... arguments) {
        return new Finding.Calls(Place.START, function, List.of(arguments));
    }

    private static Inspection saying(Finding... findings) {
        return new Inspection(SUBJECT, 10, 10, "pickle", "1", List.of(findings));
    }

    private Policy policy(String rules) throws IOException {
        var file = folder.resolve("house.yaml");
        Files.writeString(file, "policy: house\nversion: 1\nrules:\n" + rules);
        return Policy.read(file);
    }

    private void refused(String rules, String... words) {
        assertThatThrownBy(() -> policy(rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }
}
