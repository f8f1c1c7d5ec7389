package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ScanSpec {

    private static final Set<String> WORDS = Set.of("SAFE", "UNKNOWN", "SUSPICIOUS", "MALICIOUS", "INCOMPLETE");

    @TempDir
    Path folder;

    @Test
    void five_hundred_mixed_files_are_told_as_the_contract_says() throws IOException {
        var seed = System.nanoTime();
        System.out.println("ScanSpec seed " + seed);
        var random = new Random(seed);
        var files = new ArrayList<Path>();
        for (var i = 0; i < 500; i++) {
            var content = switch (i % 7) {
                case 0 -> Samples.array();
                case 1 -> Samples.marker();
                case 2 -> Samples.numbers();
                case 3 -> Samples.config();
                case 4 -> Samples.noise(random);
                case 5 -> Samples.broken(random);
                default -> new byte[0];
            };
            files.add(file("part-" + random.nextInt(9) + "/weights " + i + ".bin", content));
        }

        var ran = Ran.assay("scan", "--format", "json", folder);

        var json = ran.json();
        assertThat(names(json)).containsExactly("assay", "policy", "files", "summary");
        assertThat(json.get("assay").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(json.get("policy").asString()).startsWith("default@");
        assertThat(json.get("files").valueStream().map(it -> it.get("path").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(Path::toString).toList());
        for (var file : json.get("files")) {
            isAsPromised(file);
        }
        var summary = json.get("summary");
        assertThat(names(summary))
                .containsExactly("safe", "unknown", "suspicious", "malicious", "incomplete", "bytes", "seconds");
        for (var word : WORDS) {
            assertThat(summary.get(word.toLowerCase(Locale.ROOT)).asLong())
                    .as(word)
                    .isEqualTo(json.get("files")
                            .valueStream()
                            .filter(it -> it.get("verdict").asString().equals(word))
                            .count());
        }
        assertThat(summary.get("bytes").asLong())
                .isEqualTo(json.get("files")
                        .valueStream()
                        .mapToLong(it -> it.get("size").asLong())
                        .sum());
        assertThat(summary.get("seconds").isNumber()).isTrue();
        assertThat(ran.exit()).isEqualTo(1);
    }

    private static void isAsPromised(JsonNode file) throws IOException {
        assertThat(names(file)).containsExactly("path", "sha256", "size", "format", "verdict", "findings");
        var path = file.get("path").asString();
        var content = Files.readAllBytes(Path.of(path));
        assertThat(file.get("sha256").asString()).isEqualTo(Digest.of(content).hex());
        assertThat(file.get("size").asLong()).isEqualTo(content.length);
        assertThat(file.get("format").asString()).isNotBlank();
        assertThat(WORDS).contains(file.get("verdict").asString());
        for (var finding : file.get("findings")) {
            assertThat(names(finding)).containsExactly("place", "sentence", "outcome", "because");
            assertThat(finding.get("place").asString()).startsWith(path);
            assertThat(finding.get("sentence").asString())
                    .startsWith(finding.get("place").asString() + " ");
            assertThat(List.of("clear", "hold", "convict"))
                    .contains(finding.get("outcome").asString());
            assertThat(finding.get("because").asString()).isNotBlank();
        }
        if (!file.get("verdict").asString().equals("SAFE")) {
            assertThat(file.get("findings")
                            .valueStream()
                            .map(it -> it.get("outcome").asString()))
                    .as("a verdict says why")
                    .containsAnyOf("hold", "convict");
        }
    }

    @Test
    void what_calls_the_shell_is_malicious_and_the_place_and_the_callable_are_named() throws IOException {
        var model = file("model.bin", Samples.marker());

        var ran = Ran.assay("scan", model);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("MALICIOUS ")
                .contains(model + "@0x")
                .contains("calls posix.system(")
                .contains("convict: ");
    }

    @Test
    void a_folder_of_safe_files_ends_with_0() throws IOException {
        file("a.npy", Samples.array());
        file("b/c.npy", Samples.array());

        var ran = Ran.assay("scan", folder);

        assertThat(ran.out()).contains("2 files").contains("2 safe");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void what_no_format_claims_ends_with_2() throws IOException {
        file("a.npy", Samples.array());
        file("b", new byte[] {3, 1, 4, 1, 5, 9, 2, 6, 0, (byte) 0xff, (byte) 0xfe});

        assertThat(Ran.assay("scan", folder).exit()).isEqualTo(2);
    }

    @Test
    void an_empty_folder_is_not_called_safe() {
        var ran = Ran.assay("scan", folder);

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).contains("nothing was there to look at");
    }

    @Test
    void a_file_that_is_not_there_is_said_and_stops_nothing() throws IOException {
        var there = file("a.npy", Samples.array());

        var ran = Ran.assay("scan", "--format", "json", folder.resolve("absent"), there);

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.json().at("/files/0/verdict").asString()).isEqualTo("INCOMPLETE");
        assertThat(ran.json().at("/files/0/sha256").isNull()).isTrue();
        assertThat(ran.json().at("/files/0/findings/0/sentence").asString()).endsWith("there is no such file");
        assertThat(ran.json().at("/files/1/verdict").asString()).isEqualTo("SAFE");
    }

    @Test
    void standard_input_is_a_file_like_any_other() {
        var ran = Ran.fed(Samples.array(), "scan", "--format", "json", "-");

        assertThat(ran.exit()).isZero();
        assertThat(ran.json().at("/files/0/path").asString()).isEqualTo("-");
        assertThat(ran.json().at("/files/0/sha256").asString())
                .isEqualTo(Digest.of(Samples.array()).hex());
    }

    @Test
    void wrong_usage_ends_with_64_and_a_sentence() throws IOException {
        var model = file("a.npy", Samples.array());
        var notAPolicy = file("policy.yaml", "rules: 3".getBytes(UTF_8));

        for (var ran : List.of(
                Ran.assay(),
                Ran.assay("scan"),
                Ran.assay("scan", "--format", "xml", model),
                Ran.assay("scan", "--nonsense", model),
                Ran.assay("scan", "--policy", folder.resolve("absent.yaml"), model),
                Ran.assay("scan", "--policy", notAPolicy, model))) {
            assertThat(ran.exit()).as(ran.err()).isEqualTo(64);
            assertThat(ran.err()).startsWith("assay");
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void a_policy_of_the_house_rules_instead_of_ours() throws IOException {
        var model = file("a.npy", Samples.array());
        var policy = file("house.yaml", """
                policy: house
                version: 1
                rules:
                  - when: eludes *
                    then: hold
                    because: this house wants to know
                """.getBytes(UTF_8));

        var ran = Ran.assay("scan", "--format=json", "--policy", policy, model, file("b", new byte[] {0, 1}));

        assertThat(ran.json().get("policy").asString()).startsWith("house@");
        assertThat(ran.json().at("/files/1/findings").toString()).contains("this house wants to know");
    }

    @Test
    void a_name_cannot_draw_on_the_terminal() throws IOException {
        file("evil\u001b[2Jname.npy", Samples.array());
        file("next\nline.npy", Samples.array());

        assertThat(Ran.assay("scan", folder).out()).doesNotContain("\u001b").contains("next?line.npy");
        var json = Ran.assay("scan", "--format", "json", folder);
        assertThat(json.out()).doesNotContain("\u001b");
        assertThat(json.json().at("/files/0/path").asString()).endsWith("evil\u001b[2Jname.npy");
    }

    @Test
    void colour_is_for_terminals_only() throws IOException {
        var model = file("a.npy", Samples.array());

        var terminal = new Terminal.Looks(true, true, true);
        assertThat(Ran.looking(terminal, new byte[0], "scan", model).out()).contains("\u001b[32mSAFE");
        assertThat(Ran.assay("scan", model).out()).doesNotContain("\u001b");
    }

    @Test
    void help_says_how_and_with_examples() {
        var ran = Ran.assay("scan", "--help");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("assay scan --format sarif").contains("Exit codes");
    }

    private Path file(String name, byte[] content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static List<String> names(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }
}
