package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Inspections;
import dev.assay.inspect.Inspector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class PolicyCommandsSpec {

    @TempDir
    Path folder;

    private Path models = Path.of("");
    private Path lenient = Path.of("");
    private Path strict = Path.of("");

    @BeforeEach
    void a_folder_and_two_policies() throws IOException {
        models = Files.createDirectory(folder.resolve("models"));
        Files.write(models.resolve("a.npy"), Samples.array());
        Files.write(models.resolve("model.bin"), Samples.marker());
        lenient = policy("lenient", "hold");
        strict = policy("strict", "convict");
    }

    private Path policy(String name, String then) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                policy: %s
                version: 1
                rules:
                  - when: eludes *
                    then: hold
                    because: not read
                  - when: calls posix.system
                    then: %s
                    because: what we make of commands
                    source: our own list
                """.formatted(name, then));
    }

    @Test
    void a_replay_shows_what_changes_and_because_of_which_rule() {
        var ran = Ran.assay("policy", "test", "--policy", strict, "--against", lenient, models);

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("SUSPICIOUS -> MALICIOUS  " + models.resolve("model.bin"))
                .contains(
                        "calls posix.system(",
                        "was hold: what we make of commands (line 7)",
                        "now convict: what we make of commands (line 7)",
                        "1 of 2 files would be judged otherwise",
                        "1  SUSPICIOUS -> MALICIOUS",
                        "from lenient@");
    }

    @Test
    void nothing_changes_if_the_policies_agree() {
        var ran = Ran.assay("policy", "test", "--policy", strict, "--against", strict, models);

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).startsWith("0 of 2 files would be judged otherwise");
        assertThat(Ran.assay("policy", "test", models).exit()).isZero();
    }

    @Test
    void what_was_found_before_is_judged_again_without_a_file() throws IOException {
        var stream = stored();
        Files.delete(models.resolve("model.bin"));

        var ran = Ran.fed(
                stream,
                "policy",
                "test",
                "--format",
                "json",
                "--policy",
                strict,
                "--against",
                lenient,
                "--stored",
                "-");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        var change = ran.json().at("/changes/0");
        assertThat(change.get("path").asString())
                .isEqualTo("sha256:" + change.get("sha256").asString());
        assertThat(change.get("from").asString()).isEqualTo("SUSPICIOUS");
        assertThat(change.get("to").asString()).isEqualTo("MALICIOUS");
        assertThat(change.at("/findings/0/to/line").asInt()).isEqualTo(7);
        assertThat(ran.json().get("summary").toString()).isEqualTo("{\"files\":2,\"changed\":1,\"unread\":0}");
    }

    @Test
    void facts_that_break_off_are_no_answer() throws IOException {
        var stream = stored();
        for (var length : new int[] {0, 10, 30, stream.length - 4, stream.length - 1}) {
            var ran = Ran.fed(Arrays.copyOf(stream, length), "policy", "test", "--policy", strict, "--stored", "-");

            assertThat(ran.exit()).as(length + " bytes").isEqualTo(2);
            assertThat(ran.err()).contains("break off");
        }
    }

    @Test
    void what_cannot_be_read_ends_with_2() {
        assertThat(Ran.assay("policy", "test", "--policy", strict, models, folder.resolve("absent"))
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void wrong_usage_ends_with_64() {
        assertThat(Ran.assay("policy").exit()).isEqualTo(64);
        assertThat(Ran.assay("policy", "test").exit()).isEqualTo(64);
        assertThat(Ran.assay("policy", "test", "--stored", "-", models).exit()).isEqualTo(64);
        assertThat(Ran.assay("policy", "test", "--stored", folder).exit()).isEqualTo(64);
        assertThat(Ran.assay("policy", "explain", "system").exit()).isEqualTo(64);
    }

    @Test
    void a_policy_that_is_none_is_told_with_its_line_and_a_hint() throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.yaml"), """
                policy: wrong
                version: 1
                rules:
                  - when: calls a.b
                    then: hold
                    becuse: it may
                """);

        var ran = Ran.assay("policy", "check", wrong);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith(wrong + ":6: ")
                .contains("    6 |     becuse: it may\n", "= did you mean 'because'?");
        assertThat(Ran.assay("policy", "check", strict).out()).contains("is a policy: strict@");
        assertThat(Ran.assay("policy", "check", strict).exit()).isZero();
        assertThat(Ran.assay("policy", "check", folder.resolve("absent")).exit())
                .isEqualTo(2);
    }

    @Test
    void a_name_is_explained_with_its_rules_in_their_order() {
        var ours = Ran.assay("policy", "explain", "posix.system", "--policy", strict);

        assertThat(ours.exit()).isZero();
        assertThat(ours.out())
                .contains("calls posix.system\n  convict (MALICIOUS)\n      because what we make of commands\n"
                        + "      source  our own list\n      rule    line 7, when: calls posix.system")
                .contains("imports posix.system\n  hold: no rule speaks of this");
        assertThat(Ran.assay("policy", "explain", "_codecs.encode").out())
                .contains("clear (SAFE), if called with (text, 'latin1'|'latin-1')", "otherwise hold");
    }

    private byte[] stored() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new Inspections.Writer(bytes)) {
            out.write(Inspector.standard().inspect(models.resolve("a.npy")));
            out.write(Inspector.standard().inspect(models.resolve("model.bin")));
        }
        return bytes.toByteArray();
    }
}
