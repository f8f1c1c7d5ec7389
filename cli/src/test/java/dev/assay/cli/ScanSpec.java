package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ScanSpec {

    private static final Set<String> WORDS = Set.of("SAFE", "UNKNOWN", "SUSPICIOUS", "MALICIOUS", "INCOMPLETE");

    @TempDir
    Path folder;

    @Test
    void a_file_is_not_safe_beside_code_that_stands_in_for_what_it_imports() throws IOException {
        var model = file(
                "weights/data.pkl",
                PickleForge.pickle(2)
                        .global("collections", "OrderedDict")
                        .raw(")R.")
                        .done());
        file("weights/collections.py", "def OrderedDict():\n    pass\n".getBytes(UTF_8));

        assertThat(Ran.assay("scan", model).exit()).isEqualTo(Exit.SAFE);
        var beside = Ran.assay("scan", folder);
        assertThat(beside.exit()).isEqualTo(Exit.BAD);
        assertThat(beside.out()).contains("some find the module collections in weights/collections.py");
    }

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
        assertThat(ran.json().at("/files/1/verdict").asString()).isEqualTo("INCOMPLETE");
        assertThat(ran.json().at("/files/1/sha256").isNull()).isTrue();
        assertThat(ran.json().at("/files/1/findings/0/sentence").asString()).endsWith("there is no such file");
        assertThat(ran.json().at("/files/0/verdict").asString()).isEqualTo("SAFE");
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
                Ran.assay("scan", "--threads", "0", model),
                Ran.assay("scan", "--fail-on", "everything", model),
                Ran.assay("scan", "--output", folder.resolve("absent/report"), model),
                Ran.assay("scan", "hf:not a name"),
                Ran.assay("scan", "--hub", "nowhere", "hf:owner/name"),
                Ran.assay("scan", "--policy", folder.resolve("absent.yaml"), model),
                Ran.assay("scan", "--policy", notAPolicy, model))) {
            assertThat(ran.exit()).as(ran.err()).isEqualTo(64);
            assertThat(ran.err()).startsWith("assay");
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void equal_files_come_to_equal_reports_whoever_reads_how_many_at_a_time_in_whatever_order() throws IOException {
        var random = new Random(7);
        var paths = new ArrayList<Path>();
        for (var i = 0; i < 40; i++) {
            paths.add(file("part-" + i % 3 + "/" + i, i % 2 == 0 ? Samples.noise(random) : Samples.broken(random)));
        }
        for (var format : List.of("text", "json", "sarif", "html", "junit", "github")) {
            var first = report(format, 1, paths);
            for (var threads = 2; threads <= 5; threads++) {
                Collections.shuffle(paths, random);
                assertThat(report(format, threads, paths)).as(format).isEqualTo(first);
            }
        }
    }

    private static String report(String format, int threads, List<Path> paths) {
        var arguments =
                new ArrayList<Object>(List.of("scan", "--reproducible", "--format", format, "--threads", threads));
        arguments.addAll(paths);
        return Ran.assay(arguments.toArray()).out();
    }

    @Test
    void from_which_verdict_on_it_fails_can_be_said() throws IOException {
        var unread = folder.resolve("absent");
        var bad = file("model.bin", Samples.marker());

        assertThat(Ran.assay("scan", "--fail-on", "never", bad, unread).exit()).isZero();
        assertThat(Ran.assay("scan", "--fail-on", "malicious", unread).exit()).isZero();
        assertThat(Ran.assay("scan", "--fail-on", "malicious", bad, unread).exit())
                .isEqualTo(1);
        assertThat(Ran.assay("scan", "--fail-on", "incomplete", unread).exit()).isEqualTo(2);
        assertThat(Ran.assay("scan", "--fail-on", "malicious", Files.createDirectory(folder.resolve("empty")))
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void a_report_goes_into_its_file_whole_and_is_not_looked_at_itself() throws IOException {
        file("a.npy", Samples.array());
        var report = folder.resolve("report.json");

        var first = Ran.assay("scan", "--format", "json", "--reproducible", "--output", report, folder);
        var text = Files.readString(report);
        var second = Ran.assay("scan", "--format", "json", "--reproducible", "--output", report, folder);

        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("1 file", "1 safe");
        assertThat(new ObjectMapper().readTree(text).at("/files").size()).isEqualTo(1);
        assertThat(Files.readString(report)).isEqualTo(text);
        assertThat(second.exit()).isZero();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void what_holds_more_unpacked_than_it_may_is_not_safe() throws IOException {
        var bomb = file("zeros.gz", Samples.zeros(4 << 20));

        assertThat(Ran.assay("scan", "--memory", "1", bomb).out())
                .startsWith("INCOMPLETE")
                .contains("outgrows");
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
