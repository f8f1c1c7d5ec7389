package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.cli.hub.Hub;
import dev.assay.cli.hub.Reference;
import dev.assay.inspect.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against hubs on this machine that answer as a hub does, or as one would that means harm.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class HubSpec {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer hub;
    private HttpServer store;

    @BeforeEach
    void a_hub_and_the_store_it_sends_large_files_to() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.start();
        store.start();
        page("/api/models/owner/name/revision/main", "{\"cardData\": {\"sha\": \"x\"}, \"sha\": \"" + COMMIT + "\"}");
    }

    @AfterEach
    void closed() {
        hub.stop(0);
        store.stop(0);
    }

    @Test
    void what_a_repository_holds_is_read_and_compared_with_what_the_hub_names() {
        tree(git("config.json", Samples.config()), large("model.bin", Samples.marker(), Samples.marker().length));
        page("/owner/name/resolve/" + COMMIT + "/config.json", new String(Samples.config(), UTF_8));
        redirect("/owner/name/resolve/" + COMMIT + "/model.bin", at(store, "/blob"));
        store.createContext("/blob", it -> answer(it, 200, Samples.marker()));

        var ran = scan("hf:owner/name");

        assertThat(ran.exit()).as(ran.out()).isEqualTo(1);
        var files = ran.json().get("files");
        assertThat(files.valueStream().map(it -> it.get("path").asString()))
                .containsExactly("hf:owner/name/config.json", "hf:owner/name/model.bin");
        assertThat(files.at("/0/verdict").asString()).isEqualTo("SAFE");
        assertThat(files.at("/1/verdict").asString()).isEqualTo("MALICIOUS");
        assertThat(files.at("/1/sha256").asString())
                .isEqualTo(Digest.of(Samples.marker()).hex());
    }

    @Test
    void bytes_other_than_those_named_are_never_safe() {
        tree(git("config.json", Samples.array()), large("model.bin", Samples.array(), Samples.numbers().length));
        page("/owner/name/resolve/" + COMMIT + "/config.json", "x".repeat(Samples.array().length));
        hub.createContext("/owner/name/resolve/" + COMMIT + "/model.bin", it -> answer(it, 200, Samples.numbers()));

        var files = scan("hf:owner/name").json().get("files");

        assertThat(files.at("/0").toString()).contains("INCOMPLETE", "not those whose git name the hub names");
        assertThat(files.at("/1").toString()).contains("INCOMPLETE", "not those whose SHA-256 the hub names");
    }

    @Test
    void more_bytes_than_named_are_not_even_kept() {
        tree(large("model.bin", Samples.array(), 3));
        hub.createContext("/owner/name/resolve/" + COMMIT + "/model.bin", it -> answer(it, 200, Samples.array()));

        assertThat(scan("hf:owner/name").out()).contains("it is longer than 3 B");
    }

    @Test
    void a_hub_that_keeps_a_file_back_is_quoted() {
        tree(large("model.bin", Samples.array(), Samples.array().length));
        hub.createContext("/owner/name/resolve/" + COMMIT + "/model.bin", it -> {
            it.getResponseHeaders().set("X-Error-Code", "Convicted");
            it.getResponseHeaders().set("X-Error-Message", "model.bin calls posix.system");
            answer(it, 403, new byte[0]);
        });

        var ran = scan("hf:owner/name");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).contains("the hub refuses it (403 Convicted): model.bin calls posix.system");
    }

    @Test
    void a_repository_that_is_not_there_is_not_safe() {
        var ran = scan("hf:datasets/owner/other@v1");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).contains("hf:datasets/owner/other@v1", "the hub has no such thing (404)");
    }

    @Test
    void the_token_is_told_to_the_hub_and_to_nobody_else() throws IOException {
        tree(large("model.bin", Samples.array(), Samples.array().length));
        redirect("/owner/name/resolve/" + COMMIT + "/model.bin", at(store, "/blob"));
        store.createContext("/blob", it -> answer(it, 200, Samples.array()));
        var home = Files.createDirectories(folder.resolve("huggingface"));
        Files.writeString(home.resolve("token"), "hf_of_a_file\n");

        for (var environment : List.of(
                Map.of("HF_ENDPOINT", at(hub, "/"), "HF_TOKEN", "hf_of_the_environment"),
                Map.of("HF_ENDPOINT", at(hub, ""), "XDG_CACHE_HOME", folder.toString()))) {
            var asked = Hub.of("", environment);
            var reference = Reference.of("hf:owner/name");
            var tree = asked.tree(reference);
            asked.open(reference, tree.commit(), tree.files().getFirst()).close();
        }

        assertThat(tokens)
                .containsExactly(
                        "hub Bearer hf_of_the_environment",
                        "hub Bearer hf_of_the_environment",
                        "hub Bearer hf_of_the_environment",
                        "store null",
                        "hub Bearer hf_of_a_file",
                        "hub Bearer hf_of_a_file",
                        "hub Bearer hf_of_a_file",
                        "store null");
    }

    @Test
    void a_long_list_goes_on_at_the_same_hub_only() {
        hub.createContext("/api/models/owner/name/tree/" + COMMIT, it -> {
            var query = String.valueOf(it.getRequestURI().getQuery());
            if (query.contains("cursor=2")) {
                answer(it, 200, ("[" + git("b", Samples.config()) + "]").getBytes(UTF_8));
            } else {
                it.getResponseHeaders()
                        .set("Link", "</api/models/owner/name/tree/" + COMMIT + "?cursor=2>; rel=\"next\"");
                answer(it, 200, ("[" + git("a", Samples.config()) + "]").getBytes(UTF_8));
            }
        });
        page("/owner/name/resolve/" + COMMIT + "/a", new String(Samples.config(), UTF_8));
        page("/owner/name/resolve/" + COMMIT + "/b", new String(Samples.config(), UTF_8));

        assertThat(scan("hf:owner/name").json().at("/summary/safe").asInt()).isEqualTo(2);
    }

    @Test
    void references_are_read_as_people_write_them() {
        assertThat(Reference.of("hf:bert")).isEqualTo(new Reference("models", "bert", "main"));
        assertThat(Reference.of("hf://owner/name@refs/pr/1"))
                .isEqualTo(new Reference("models", "owner/name", "refs/pr/1"));
        assertThat(Reference.of("hf:spaces/owner/name")).isEqualTo(new Reference("spaces", "owner/name", "main"));
        assertThatThrownBy(() -> Reference.of("hf:a/b/c/d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hub.of("", Map.of())).hasMessageContaining("HF_ENDPOINT");
    }

    private Ran scan(String reference) {
        return Ran.assay("scan", "--format", "json", "--hub", at(hub, ""), reference);
    }

    private void tree(String... files) {
        page(
                "/api/models/owner/name/tree/" + COMMIT,
                "[" + String.join(",", files)
                        + ", {\"type\": \"directory\", \"path\": \"folder\", \"oid\": \"x\", \"size\": 0}]");
    }

    private static String git(String path, byte[] content) {
        return "{\"type\": \"file\", \"path\": \"" + path + "\", \"size\": " + content.length + ", \"oid\": \""
                + gitName(content) + "\"}";
    }

    private static String gitName(byte[] content) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(("blob " + content.length + "\0").getBytes(UTF_8));
            return HexFormat.of().formatHex(sha1.digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String large(String path, byte[] content, long size) {
        return "{\"type\": \"file\", \"path\": \"" + path + "\", \"size\": " + size + ", \"oid\": \"pointer\", \"lfs\":"
                + " {\"oid\": \"" + Digest.of(content).hex() + "\", \"size\": " + size + ", \"pointerSize\": 130}}";
    }

    private static String at(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void page(String path, String body) {
        hub.createContext(path, it -> answer(it, 200, body.getBytes(UTF_8)));
    }

    private void redirect(String path, String to) {
        hub.createContext(path, it -> {
            it.getResponseHeaders().set("Location", to);
            answer(it, 302, new byte[0]);
        });
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        var who = exchange.getLocalAddress().getPort() == hub.getAddress().getPort() ? "hub " : "store ";
        tokens.add(who + exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
