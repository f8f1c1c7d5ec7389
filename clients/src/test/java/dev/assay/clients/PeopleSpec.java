package dev.assay.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several people on one hub, as their stock clients see one another.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PeopleSpec {

    @TempDir
    static Path folder;

    private static Hub hub;
    private static Client ann;
    private static Client annReading;
    private static Client bob;
    private static Path small;

    @BeforeAll
    static void a_seeded_hub() throws Exception {
        var seed = Files.writeString(folder.resolve("seed.yaml"), """
                users:
                  - name: ann
                    tokens:
                      - {name: laptop, token: ann-may-write, role: write}
                      - {name: cluster, token: ann-may-read, role: read}
                  - name: bob
                    tokens:
                      - {name: laptop, token: bob-may-write, role: write}
                """);
        hub = Hub.start(folder.resolve("data"), "--seed", seed.toString());
        ann = new Client(hub.address(), "ann-may-write", folder.resolve("ann"));
        annReading = new Client(hub.address(), "ann-may-read", folder.resolve("cluster"));
        bob = new Client(hub.address(), "bob-may-write", folder.resolve("bob"));
        small = Files.createDirectories(folder.resolve("small"));
        Files.writeString(small.resolve("config.json"), "{\"model_type\": \"llama\"}\n");
    }

    @AfterAll
    static void down() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void a_private_repository_is_not_there_for_others() throws Exception {
        ann.hf("repos", "create", "ann/secret", "--private").well();
        ann.hf("upload", "ann/secret", small.toString()).well();

        assertThat(bob.hf("download", "ann/secret").refused().output())
                .contains("'ann/secret' not found")
                .isEqualTo(bob.hf("download", "ann/secrets").refused().output().replace("secrets", "secret"));
        assertThat(bob.hf("models", "list").well().output()).doesNotContain("secret");
        assertThat(ann.hf("models", "list").well().output()).contains("ann/secret");
        annReading.hf("download", "ann/secret").well();
    }

    @Test
    void a_token_that_may_only_read_is_refused_with_a_sentence() throws Exception {
        ann.hf("repos", "create", "ann/mine").well();

        assertThat(annReading
                        .hf("upload", "ann/mine", small.toString())
                        .refused()
                        .output())
                .contains("This token may only read. Use one with the role write.")
                .doesNotContain("role write..");
        assertThat(annReading.hf("repos", "create", "ann/more").refused().output())
                .containsIgnoringCase("this token may only read");
    }

    @Test
    void whoever_may_not_write_sends_a_pull_request() throws Exception {
        ann.hf("repos", "create", "ann/open").well();

        assertThat(bob.hf("upload", "ann/open", small.toString()).refused().output())
                .contains("You may not write to ann/open")
                .contains("hf upload --create-pr");
        bob.hf("upload", "ann/open", small.toString(), "--create-pr").well();
        assertThat(bob.hf("discussions", "merge", "ann/open", "1", "--yes")
                        .refused()
                        .output())
                .contains("bob may not write to ann/open");
        ann.hf("download", "ann/open", "config.json").refused();
        ann.hf("discussions", "merge", "ann/open", "1", "--yes").well();
        ann.hf("download", "ann/open", "config.json").well();
    }
}
