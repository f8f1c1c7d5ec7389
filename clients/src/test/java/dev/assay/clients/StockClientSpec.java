package dev.assay.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A day with the stock client and nothing but `HF_ENDPOINT` and a token: the steps build on one another.
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockClientSpec {

    private static final long LARGE = 1_500_000_000;

    @TempDir
    static Path folder;

    private static Hub hub;
    private static Client client;
    private static Path model;

    @BeforeAll
    static void a_hub_and_a_folder_to_push() throws Exception {
        hub = Hub.start(folder.resolve("data"));
        client = new Client(hub.address(), hub.adminToken(), folder.resolve("user"));
        model = folder.resolve("model");
        Samples.honestFolder(model);
        Samples.safetensors(model.resolve("model.safetensors"), LARGE, 7);
    }

    @AfterAll
    static void ctrl_c_stops_it_cleanly() throws Exception {
        if (hub != null) {
            assertThat(hub.stop()).isIn(0, 130, 143);
        }
    }

    @Test
    @Order(1)
    void who_am_i() throws Exception {
        assertThat(client.hf("auth", "whoami").well().output()).contains("admin");
    }

    @Test
    @Order(2)
    void a_repository_is_created() throws Exception {
        assertThat(client.hf("repos", "create", "admin/tiny").well().output()).contains("admin/tiny");
    }

    @Test
    @Order(3)
    void a_folder_with_a_large_file_is_pushed_through_xet() throws Exception {
        assertThat(client.hf("upload", "admin/tiny", model.toString()).well().output())
                .contains("admin/tiny/commit/");
        assertThat(hub.metrics()).containsPattern("route=\"[^\"]*/shards\",status=\"200\"");
    }

    @Test
    @Order(4)
    void what_comes_back_over_a_line_that_breaks_is_what_was_pushed() throws Exception {
        var back = folder.resolve("back");
        try (var relay = new Relay(hub.address(), LARGE / 3)) {
            new Client(relay.address(), hub.adminToken(), folder.resolve("far"))
                    .hf("download", "admin/tiny", "--local-dir", back.toString())
                    .well();

            assertThat(relay.broke()).isTrue();
            assertThat(relay.ranges())
                    .as("it goes on where it stopped")
                    .singleElement()
                    .asString()
                    .matches("(?i)range: bytes=[1-9][0-9]{7,}-");
        }
        assertThat(hub.metrics()).containsPattern("/resolve/[^\"]*\",status=\"206\"");
        try (var files = Files.list(model)) {
            for (var file : files.toList()) {
                assertThat(Files.mismatch(file, back.resolve(file.getFileName())))
                        .as(file.toString())
                        .isEqualTo(-1);
            }
        }
        Files.delete(back.resolve("model.safetensors"));
    }

    @Test
    @Order(5)
    void a_snapshot_is_taken_at_a_branch_a_tag_and_a_commit() throws Exception {
        var program = """
                import sys
                from huggingface_hub import HfApi, snapshot_download
                api = HfApi()
                commit = api.model_info("admin/tiny").sha
                api.create_tag("admin/tiny", tag="v1")
                api.create_branch("admin/tiny", branch="next")
                for revision in ("main", "next", "v1", commit):
                    path = snapshot_download("admin/tiny", revision=revision, ignore_patterns=["*.safetensors"])
                    assert path.endswith(commit), (path, commit)
                    assert open(path + "/config.json").read() == open(sys.argv[1] + "/config.json").read()
                api.upload_file(path_or_fileobj=b"later", path_in_repo="later.txt", repo_id="admin/tiny")
                for revision in ("next", "v1", commit):
                    path = snapshot_download("admin/tiny", revision=revision, ignore_patterns=["*.safetensors"])
                    assert path.endswith(commit), (path, commit)
                assert api.file_exists("admin/tiny", "later.txt")
                assert not api.file_exists("admin/tiny", "later.txt", revision="v1")
                print("same", commit)
                """;
        assertThat(client.python(program, model.toString()).well().output()).contains("same");
    }

    @Test
    @Order(6)
    void pushing_the_same_folder_again_makes_no_commit() throws Exception {
        var program = """
                from huggingface_hub import HfApi
                print(len(HfApi().list_repo_commits("admin/tiny")), "commits")
                """;
        var before = client.python(program).well().output();
        client.hf("upload", "admin/tiny", model.toString()).well();
        assertThat(client.python(program).well().output()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void a_second_start_finds_everything_as_it_was() throws Exception {
        var token = hub.adminToken();
        assertThat(hub.stop()).isIn(0, 130, 143);
        hub = Hub.start(folder.resolve("data"));
        assertThat(hub.adminToken()).isEqualTo(token);
        client = new Client(hub.address(), token, folder.resolve("other"));
        var back = folder.resolve("again");
        client.hf("download", "admin/tiny", "config.json", "--local-dir", back.toString())
                .well();
        assertThat(Files.mismatch(model.resolve("config.json"), back.resolve("config.json")))
                .isEqualTo(-1);
    }

    @Test
    @Order(8)
    void datasets_and_spaces_are_pushed_and_pulled_too() throws Exception {
        var small = folder.resolve("small");
        Files.createDirectories(small);
        Files.writeString(small.resolve("train.csv"), "text,label\nhello,1\n");
        roundTrip("dataset", "admin/rows", small, "train.csv");
        Files.writeString(small.resolve("index.html"), "<!doctype html><title>Hello</title><p>Hello</p>\n");
        client.hf("repos", "create", "admin/page", "--type", "space", "--space-sdk", "static")
                .well();
        roundTrip("space", "admin/page", small, "index.html");
    }

    @Test
    @Order(9)
    void large_files_travel_by_lfs_where_xet_is_off() throws Exception {
        var plain = client.with("HF_HUB_DISABLE_XET", "1");
        var push = Files.createDirectories(folder.resolve("lfs"));
        Samples.safetensors(push.resolve("model.safetensors"), 30_000_000, 11);

        plain.hf("upload", "admin/by-lfs", push.toString()).well();
        var back = folder.resolve("back-lfs");
        plain.hf("download", "admin/by-lfs", "--local-dir", back.toString()).well();

        assertThat(Files.mismatch(push.resolve("model.safetensors"), back.resolve("model.safetensors")))
                .isEqualTo(-1);
        assertThat(hub.metrics()).containsPattern("route=\"[^\"]*/objects/batch\",status=\"200\"");
    }

    @Test
    @Order(10)
    void the_client_before_version_1_pushes_and_pulls_as_well() throws Exception {
        var old = client.with(Python.BEFORE_1);
        var push = folder.resolve("old");
        Samples.honestFolder(push);
        Samples.safetensors(push.resolve("model.safetensors"), 20_000_000, 13);

        old.hf("upload", "admin/by-old", push.toString()).well();
        var back = folder.resolve("back-old");
        old.hf("download", "admin/by-old", "--local-dir", back.toString()).well();

        assertThat(Files.mismatch(push.resolve("model.safetensors"), back.resolve("model.safetensors")))
                .isEqualTo(-1);
    }

    private static void roundTrip(String type, String name, Path from, String file)
            throws IOException, InterruptedException {
        client.hf("upload", name, from.toString(), "--repo-type", type).well();
        var back = folder.resolve("back-" + type);
        client.hf("download", name, file, "--repo-type", type, "--local-dir", back.toString())
                .well();
        assertThat(Files.mismatch(from.resolve(file), back.resolve(file))).isEqualTo(-1);
    }
}
