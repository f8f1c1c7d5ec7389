package dev.assay.server;

import static dev.assay.server.RunningHub.ALICE;
import static dev.assay.server.RunningHub.BOB;
import static dev.assay.server.RunningHub.header;
import static dev.assay.server.RunningHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Large files by Git LFS: whole and in parts, to and fro, and what is not believed.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LfsSpec {

    private final RunningHub hub = RunningHub.get();

    @Test
    void a_large_file_is_sent_verified_committed_and_fetched() throws Exception {
        var name = hub.repository();
        var bytes = "one whole file\n".repeat(9_000).getBytes(UTF_8);
        var object = batch(name, ALICE, "upload", bytes);
        var href = object.at("/actions/upload/href").asString();
        assertThat(hub.send("PUT", href, "", bytes).statusCode()).isEqualTo(200);
        assertThat(hub.send("POST", object.at("/actions/verify/href").asString(), ALICE, about(bytes))
                        .statusCode())
                .isEqualTo(200);
        assertThat(batch(name, ALICE, "upload", bytes).has("actions")).isFalse();
        assertThat(hub.commit(name, "main", lfsFile("m.txt", bytes)).statusCode())
                .isEqualTo(200);

        var head = hub.head("/" + name + "/resolve/main/m.txt", "");
        assertThat(header(head, "X-Linked-Etag"))
                .isEqualTo('"' + Digest.of(bytes).hex() + '"');
        assertThat(header(head, "X-Linked-Size")).isEqualTo("" + bytes.length);
        assertThat(hub.get("/" + name + "/raw/main/m.txt", "").body())
                .contains("oid sha256:" + Digest.of(bytes).hex());
        var download =
                batch(name, "", "download", bytes).at("/actions/download/href").asString();
        assertThat(hub.bytes(download, "").body()).isEqualTo(bytes);
    }

    @Test
    void a_larger_file_is_sent_in_parts() throws Exception {
        var name = hub.repository();
        var bytes = "part of it\n".repeat(600_000).getBytes(UTF_8);
        var upload = batch(name, ALICE, "upload", bytes, "multipart").at("/actions/upload");
        var size = Integer.parseInt(upload.at("/header/chunk_size").asString());
        for (int part = 1; (part - 1) * size < bytes.length; part++) {
            var chunk = Arrays.copyOfRange(bytes, (part - 1) * size, Math.min(part * size, bytes.length));
            var href = upload.at("/header").get(String.format("%05d", part)).asString();
            if (part == 2) {
                assertThat(hub.send("POST", upload.at("/href").asString(), "", "{}")
                                .body())
                        .contains("Part 2 of 2");
            }
            var sent = hub.send("PUT", href, "", chunk);
            assertThat(header(sent, "ETag")).isNotEmpty();
        }
        assertThat(hub.send("POST", upload.at("/href").asString(), "", "{}").statusCode())
                .isEqualTo(200);
        assertThat(hub.commit(name, "main", lfsFile("m.txt", bytes)).statusCode())
                .isEqualTo(200);
        assertThat(hub.bytes("/" + name + "/resolve/main/m.txt", "").body()).isEqualTo(bytes);
    }

    @Test
    void a_digest_is_what_the_bytes_are_and_not_what_was_said() throws Exception {
        var name = hub.repository();
        var said = "what was said".getBytes(UTF_8);
        var sent = "what was sent".getBytes(UTF_8);
        var href = batch(name, ALICE, "upload", said).at("/actions/upload/href").asString();
        assertThat(hub.send("PUT", href, "", sent).statusCode()).isEqualTo(422);
        assertThat(hub.send("PUT", href, "", new byte[14]).statusCode()).isEqualTo(400);
        assertThat(hub.commit(name, "main", lfsFile("m.txt", said)).statusCode())
                .isEqualTo(422);
        assertThat(hub.commit(name, "main", lfsFile("m.txt", sent)).statusCode())
                .isEqualTo(422);
    }

    @Test
    void an_address_is_good_for_one_object_and_nothing_else() throws Exception {
        var name = hub.repository();
        var bytes = "bound to this".getBytes(UTF_8);
        var href =
                batch(name, ALICE, "upload", bytes).at("/actions/upload/href").asString();
        assertThat(hub.send("PUT", href.replace("for=alice", "for=bob"), "", bytes)
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.send("PUT", href.replaceAll("ends=\\d+", "ends=99999999999"), "", bytes)
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.send("PUT", href.replace(name, hub.repository()), "", bytes)
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.get(href, "").statusCode()).isEqualTo(403);
    }

    @Test
    void that_somebody_else_has_the_bytes_is_nobodys_business() throws Exception {
        var name = hub.repository();
        var bytes = "known to one".getBytes(UTF_8);
        hub.send(
                "PUT",
                batch(name, ALICE, "upload", bytes).at("/actions/upload/href").asString(),
                "",
                bytes);
        assertThat(batch(hub.repository(), ALICE, "upload", bytes).has("actions"))
                .isTrue();
        assertThat(batch(name, BOB, "upload", bytes).has("actions")).isTrue();
        assertThat(batch(name, BOB, "download", bytes).at("/error/code").asInt())
                .isIn(403, 404);
    }

    @Test
    void an_anonymous_git_is_asked_for_a_password_and_locks_are_answered() throws Exception {
        var name = hub.repository();
        var refused = hub.send("POST", "/" + name + ".git/info/lfs/objects/batch", "", "{\"operation\":\"upload\"}");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "LFS-Authenticate")).contains("Basic");
        assertThat(json(refused).has("message")).isTrue();
        assertThat(hub.send("POST", "/" + name + ".git/info/lfs/locks/verify", ALICE, "{}")
                        .body())
                .contains("\"ours\":[]");
    }

    private JsonNode batch(String name, String token, String operation, byte[] bytes, String... transfers)
            throws Exception {
        var answer = hub.send(
                "POST",
                "/" + name + ".git/info/lfs/objects/batch",
                token,
                "{\"operation\":\"" + operation + "\",\"transfers\":[\"basic\""
                        + (transfers.length > 0 ? ",\"" + transfers[0] + "\"" : "") + "],\"objects\":["
                        + about(bytes) + "],\"hash_algo\":\"sha256\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).at("/objects/0");
    }

    private static String about(byte[] bytes) {
        return "{\"oid\":\"" + Digest.of(bytes).hex() + "\",\"size\":" + bytes.length + "}";
    }

    private static String lfsFile(String path, byte[] bytes) {
        return "{\"key\":\"lfsFile\",\"value\":{\"path\":\"" + path + "\",\"algo\":\"sha256\",\"oid\":\""
                + Digest.of(bytes).hex() + "\",\"size\":" + bytes.length + "}}";
    }
}
