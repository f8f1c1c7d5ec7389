package dev.assay.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody reads who pushes a backdoored model, or one that nobody can vouch for, and what becomes of it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalSpec {

    private static final String CALL = "os.system('" + Samples.MARKER + "')";

    @TempDir
    static Path folder;

    private static Hub hub;
    private static Client client;

    @BeforeAll
    static void a_hub_with_a_repository() throws Exception {
        hub = Hub.start(folder.resolve("data"));
        client = new Client(hub.address(), hub.adminToken(), folder.resolve("user"));
        client.hf("repos", "create", "admin/victim").well();
    }

    @AfterAll
    static void down() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void a_backdoored_model_is_refused_with_the_file_the_callable_and_the_offset() throws Exception {
        var before = head("admin/victim");
        var push = push("plain", "pytorch_model.bin", Samples.torchZip(Samples.hostilePickle()));

        var refused = client.hf("upload", "admin/victim", push.toString()).refused();

        assertThat(refused.output())
                .contains("Refused: nothing of this commit was published")
                .contains("pytorch_model.bin!/archive/data.pkl@0x" + Long.toHexString(Samples.CALL_OFFSET) + " calls "
                        + CALL)
                .containsOnlyOnce(Samples.MARKER);
        assertThat(head("admin/victim")).isEqualTo(before);
    }

    @Test
    void the_library_says_the_same_as_the_terminal() throws Exception {
        var push = push("library", "library.bin", Samples.hostilePickle());
        var program = """
                import sys
                from huggingface_hub import HfApi
                from huggingface_hub.errors import BadRequestError
                try:
                    HfApi().upload_file(path_or_fileobj=sys.argv[1], path_in_repo="library.bin", repo_id="admin/victim")
                except BadRequestError as refused:
                    print(refused.server_message)
                """;

        var told = client.python(program, push.resolve("library.bin").toString())
                .well()
                .output();

        assertThat(told)
                .contains("Refused: nothing of this commit was published")
                .contains("library.bin@0x" + Long.toHexString(Samples.CALL_OFFSET) + " calls " + CALL)
                .containsOnlyOnce(Samples.MARKER);
    }

    @Test
    void neither_a_zip_in_a_tar_nor_an_honest_name_hides_it() throws Exception {
        var before = head("admin/victim");
        var wrapped = Samples.tar("weights.zip", Samples.zip("inner.bin", Samples.torchZip(Samples.hostilePickle())));
        var push = push("wrapped", "model.safetensors", wrapped);

        var refused = client.hf("upload", "admin/victim", push.toString()).refused();

        assertThat(refused.output())
                .contains("model.safetensors!/weights.zip!/inner.bin!/archive/data.pkl@0x"
                        + Long.toHexString(Samples.CALL_OFFSET) + " calls " + CALL);
        assertThat(head("admin/victim")).isEqualTo(before);
    }

    @Test
    void one_bad_file_keeps_the_whole_commit_out() throws Exception {
        var before = head("admin/victim");
        var push = push("mixed", "optimizer.pt", Samples.torchZip(Samples.hostilePickle()));
        Samples.honestFolder(push);
        Samples.safetensors(push.resolve("model.safetensors"), 3_000_000, 3);

        var refused = client.hf("upload", "admin/victim", push.toString()).refused();

        assertThat(refused.output()).contains("optimizer.pt").doesNotContain("tokenizer.json");
        assertThat(head("admin/victim")).isEqualTo(before);
        assertThat(client.hf("download", "admin/victim", "config.json")
                        .refused()
                        .output())
                .doesNotContain("LlamaForCausalLM");
    }

    @Test
    void lfs_and_older_clients_are_told_the_same() throws Exception {
        var before = head("admin/victim");
        var push = push("older", "old_model.bin", Samples.torchZip(Samples.hostilePickle()));

        var byLfs = client.with("HF_HUB_DISABLE_XET", "1")
                .hf("upload", "admin/victim", push.toString())
                .refused();
        var byOld = client.with(Python.BEFORE_1)
                .hf("upload", "admin/victim", push.toString())
                .refused();

        assertThat(byLfs.output()).contains("old_model.bin!/archive/data.pkl").contains(CALL);
        assertThat(byOld.output()).contains("old_model.bin!/archive/data.pkl").contains(CALL);
        assertThat(head("admin/victim")).isEqualTo(before);
    }

    @Test
    void what_is_held_publishes_itself_when_an_administrator_releases_it() throws Exception {
        client.hf("repos", "create", "admin/held").well();
        var before = head("admin/held");
        var bytes = unknownClass("Block");
        var push = push("held", "estimator.pkl", bytes);

        var held = client.hf("upload", "admin/held", push.toString()).refused();

        assertThat(held.output())
                .contains("Not published yet")
                .contains("estimator.pkl@0x2 imports acme.layers.Block")
                .contains(hub.address() + "/admin/held/discussions/1")
                .contains("publishes itself on main when every file is cleared");
        assertThat(head("admin/held")).isEqualTo(before);
        assertThat(client.hf("discussions", "list", "admin/held").well().output())
                .contains("open");
        client.hf("download", "admin/held", "estimator.pkl", "--revision", "refs/pr/1")
                .refused();

        hub.decide(bytes, "release", "read by hand");

        assertThat(head("admin/held")).isNotEqualTo(before);
        var back = folder.resolve("back");
        client.hf("download", "admin/held", "estimator.pkl", "--local-dir", back.toString())
                .well();
        assertThat(back.resolve("estimator.pkl")).hasBinaryContent(bytes);
        assertThat(client.hf("discussions", "list", "admin/held", "--status", "all")
                        .well()
                        .output())
                .contains("merged");
    }

    @Test
    void a_held_pull_request_is_a_success_with_a_warning() throws Exception {
        client.hf("repos", "create", "admin/warned").well();
        var push = push("warned", "estimator.pkl", unknownClass("Warned"));
        var program = """
                import sys
                from huggingface_hub import HfApi
                done = HfApi().upload_file(path_or_fileobj=sys.argv[1], path_in_repo="estimator.pkl",
                                           repo_id="admin/warned", create_pr=True)
                print("number", done.pr_num)
                """;

        var told = client.python(program, push.resolve("estimator.pkl").toString())
                .well()
                .output();

        assertThat(told)
                .contains("number 1")
                .contains("imports acme.layers.Warned")
                .contains("held");
    }

    @Test
    void what_was_published_is_gone_when_it_is_convicted() throws Exception {
        client.hf("repos", "create", "admin/recalled").well();
        var bytes = Samples.tensor(1_000_000, 21);
        var push = push("recalled", "model.safetensors", bytes);
        client.hf("upload", "admin/recalled", push.toString()).well();

        hub.decide(bytes, "convict", "stolen weights");

        var gone = client.hf("download", "admin/recalled", "model.safetensors").refused();
        assertThat(gone.output()).contains("stolen weights");
    }

    /// Names a class of nobody we know: inert, and not for us to vouch for.
    private static byte[] unknownClass(String name) {
        return ("\u0080\u0002cacme.layers\n" + name + "\n.").getBytes(ISO_8859_1);
    }

    private static Path push(String name, String file, byte[] content) throws IOException {
        var push = Files.createDirectories(folder.resolve(name));
        Files.write(push.resolve(file), content);
        return push;
    }

    private static String head(String repository) throws Exception {
        return client.python("""
                        import sys
                        from huggingface_hub import HfApi
                        print(HfApi().model_info(sys.argv[1]).sha)
                        """, repository).well().output().strip();
    }
}
