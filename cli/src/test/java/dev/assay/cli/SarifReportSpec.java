package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the SARIF 2.1.0 standard requires, clause by clause.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SarifReportSpec {

    @TempDir
    Path folder;

    @Test
    void the_log_is_what_the_standard_s_schema_describes() throws IOException {
        Files.write(folder.resolve("model [1](x).bin"), Samples.marker());
        Files.write(folder.resolve("noise"), new byte[] {0, 1, 2, (byte) 0xff});
        Files.write(folder.resolve("a.npy"), Samples.array());

        var ran = Ran.assay("scan", "--format", "sarif", folder, folder.resolve("absent"));

        assertThat(Schemas.sarif(ran.out())).isEmpty();
        assertThat(Schemas.sarif(ran.out().replace("\"2.1.0\"", "\"2.2.0\""))).isNotEmpty();
        assertThat(ran.json().at("/runs/0/results").valueStream())
                .as("no link that a reader would draw")
                .noneMatch(it -> it.at("/message/text").asString().contains("](x)"));
    }

    @Test
    void every_verb_of_our_sentences_is_a_rule() throws IOException {
        assertThat(run().at("/tool/driver/rules")
                        .valueStream()
                        .map(it -> it.get("id").asString()))
                .containsAll(Finding.VERBS);
    }

    @Test
    void the_log_has_what_the_standard_requires() throws IOException {
        var run = run();
        var log = scanned();

        assertThat(log.get("version").asString()).isEqualTo("2.1.0"); // 3.13.2
        assertThat(log.get("$schema").asString()).endsWith("sarif-schema-2.1.0.json");
        assertThat(run.at("/tool/driver/name").asString()).isEqualTo("assay"); // 3.18.2, 3.19.8
        assertThat(run.at("/tool/driver/rules").valueStream())
                .allSatisfy(rule ->
                        assertThat(rule.at("/shortDescription/text").asString()).endsWith("."));
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue(); // 3.20.14
        assertThat(run.at("/invocations/0/exitCode").isInt()).isTrue();
    }

    @Test
    void every_result_names_a_rule_a_level_a_message_and_a_location() throws IOException {
        var run = run();
        var rules = run.at("/tool/driver/rules")
                .valueStream()
                .map(it -> it.get("id").asString())
                .collect(Collectors.toSet());

        assertThat(run.get("results").size()).isPositive();
        for (var result : run.get("results")) {
            assertThat(rules).contains(result.get("ruleId").asString());
            assertThat(result.get("level").asString()).isIn("error", "warning");
            assertThat(result.at("/message/text").asString()).isNotBlank();
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .asString())
                    .startsWith("file:///");
            assertThat(result.at("/partialFingerprints").propertyNames()).containsExactly("finding/v1");
        }
    }

    @Test
    void what_is_convicted_is_an_error_with_its_offset() throws IOException {
        var convicted = run().get("results")
                .valueStream()
                .filter(it -> it.at("/properties/outcome").asString().equals("convict"))
                .toList();

        assertThat(convicted).isNotEmpty().allSatisfy(result -> {
            assertThat(result.get("level").asString()).isEqualTo("error");
            assertThat(result.at("/locations/0/physicalLocation/region/byteOffset")
                            .asLong())
                    .isPositive();
        });
    }

    @Test
    void a_safe_file_has_no_results() throws IOException {
        Files.write(folder.resolve("a.npy"), Samples.array());

        assertThat(scanned().at("/runs/0/results").isEmpty()).isTrue();
    }

    @Test
    void paths_become_uri_references() {
        assertThat(SarifReport.uri("a b/ü#%.bin")).isEqualTo("a%20b/%C3%BC%23%25.bin");
        assertThat(SarifReport.uri("/models/x.bin")).isEqualTo("file:///models/x.bin");
        assertThat(SarifReport.uri("a:b")).isEqualTo("a%3Ab");
    }

    private JsonNode run() throws IOException {
        Files.write(folder.resolve("model 1.bin"), Samples.marker());
        Files.write(folder.resolve("noise"), new byte[] {0, 1, 2, (byte) 0xff});
        return scanned().at("/runs/0");
    }

    private JsonNode scanned() {
        return Ran.assay("scan", "--format", "sarif", folder).json();
    }
}
