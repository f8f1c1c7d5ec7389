package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class BomSpec {

    @TempDir
    Path folder;

    @BeforeEach
    void a_model_with_a_card() throws IOException {
        Files.writeString(folder.resolve("README.md"), """
                ---
                license: apache-2.0
                pipeline_tag: text-classification
                datasets: [imdb]
                ---
                # A model
                """);
        Files.write(folder.resolve("config.json"), """
                {"model_type": "bert", "architectures": ["BertModel"]}
                """.getBytes(UTF_8));
        Files.write(folder.resolve("model.pkl"), Samples.numbers());
        Files.write(folder.resolve("array.npy"), Samples.array());
        Files.write(Files.createDirectory(folder.resolve("bad")).resolve("model.bin"), Samples.marker());
        Files.writeString(folder.resolve("bad/README.md"), "---\nlicense: other\nlicense_name: house \"rules\"\n---\n");
    }

    @Test
    void it_is_what_the_standard_s_schema_describes() {
        var ran = Ran.assay("bom", folder, "--timestamp");

        assertThat(ran.exit()).isZero();
        assertThat(Schemas.cyclonedx(ran.out())).isEmpty();
        assertThat(Schemas.cyclonedx(ran.out().replace("SHA-256", "SHA-257"))).isNotEmpty();
        assertThat(ran.json().at("/metadata/timestamp").isString()).isTrue();
    }

    @Test
    void every_file_is_a_component_with_its_digest_its_licence_and_its_verdict() {
        var bom = Ran.assay("bom", folder).json();

        assertThat(bom.get("components").size()).isEqualTo(6);
        var model = component(bom, "model.pkl");
        assertThat(model.get("type").asString()).isEqualTo("machine-learning-model");
        assertThat(model.at("/hashes/0/content").asString())
                .isEqualTo(Digest.of(Samples.numbers()).hex());
        assertThat(model.at("/licenses/0/license/id").asString()).isEqualTo("Apache-2.0");
        assertThat(model.get("properties").toString()).contains("SAFE", "pickle");
        var bad = component(bom, "bad/model.bin");
        assertThat(bad.at("/licenses/0/license/name").asString()).isEqualTo("house \"rules\"");
        assertThat(bad.get("properties").toString()).contains("MALICIOUS", "posix.system");
        assertThat(component(bom, "array.npy").get("type").asString()).isEqualTo("data");
        assertThat(component(bom, "config.json").get("type").asString()).isEqualTo("file");
    }

    @Test
    void the_whole_has_the_card_s_words() {
        var whole = Ran.assay("bom", "--name", "bert", folder).json().at("/metadata/component");

        assertThat(whole.get("name").asString()).isEqualTo("bert");
        assertThat(whole.get("type").asString()).isEqualTo("machine-learning-model");
        assertThat(whole.at("/modelCard/modelParameters").toString())
                .contains("text-classification", "\"bert\"", "BertModel", "imdb");
    }

    @Test
    void equal_files_come_to_equal_bills() throws IOException {
        var first = Ran.assay("bom", folder);
        var output = folder.resolve("bill.json");
        Ran.assay("bom", "--output", output, folder);

        assertThat(Files.readString(output)).isEqualTo(first.out());
        assertThat(first.json().get("serialNumber").asString())
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}");
        Files.writeString(folder.resolve("more"), "x\n");
        assertThat(Ran.assay("bom", folder).json().get("serialNumber"))
                .isNotEqualTo(first.json().get("serialNumber"));
    }

    @Test
    void what_cannot_be_read_is_in_it_and_ends_with_2() {
        var ran = Ran.assay("bom", folder.resolve("absent"));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.json().at("/components/0/hashes").isMissingNode()).isTrue();
        assertThat(Schemas.cyclonedx(ran.out())).isEmpty();
    }

    private JsonNode component(JsonNode bom, String name) {
        return bom.get("components")
                .valueStream()
                .filter(it ->
                        it.get("name").asString().equals(folder.resolve(name).toString()))
                .findFirst()
                .orElseThrow();
    }
}
