package dev.assay.server;

import static dev.assay.server.RunningHub.ADMIN;
import static dev.assay.server.RunningHub.ALICE;
import static dev.assay.server.RunningHub.BOB;
import static dev.assay.server.RunningHub.header;
import static dev.assay.server.RunningHub.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What one caller cannot do to the hub, to others, or with what they may not read.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitsSpec {

    private final RunningHub hub = RunningHub.get();

    @Test
    void bodies_that_trickle_in_keep_nobody_elses_commit_waiting() throws Exception {
        var name = hub.repository();
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 10; i++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(), URI.create(hub.base()).getPort());
                slow.add(socket);
                var out = socket.getOutputStream();
                out.write(("POST /api/models/" + name + "/commit/main HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                                + ALICE + "\r\nContent-Length: 9000000\r\n\r\n")
                        .getBytes(UTF_8));
                out.write(("{\"key\":\"file\",\"value\":{\"path\":\"slow\",\"content\":\"" + "A".repeat(2_000_000))
                        .getBytes(UTF_8));
                out.flush();
            }

            assertThat(hub.commit(name, "quick.txt", "q\n".repeat(1 << 20).getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
            for (var socket : slow) {
                // Nobody had to be cut off first.
                assertThat(socket.getInputStream().available()).isZero();
            }
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_path_that_no_disk_can_hold_is_not_matched_against_rules() throws Exception {
        var name = hub.repository();
        for (var path : new String[] {"a".repeat(256), "a/".repeat(2_100) + "a"}) {
            assertThat(preupload(name, path, "").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void rules_that_would_take_minutes_are_refused() throws Exception {
        var name = hub.repository();
        var rules =
                IntStream.range(0, 3_000).mapToObj(it -> "*a".repeat(150) + it).collect(Collectors.joining("\\n"));

        var answer = preupload(name, ("a".repeat(200) + "/").repeat(15) + "a", rules);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("fewer files");
    }

    @Test
    void a_list_with_all_files_comes_in_small_pages() throws Exception {
        for (int i = 0; i < 21; i++) {
            hub.repository();
        }

        var page = hub.get("/api/models?full=true&limit=1000", "");

        assertThat(json(page).size()).isLessThanOrEqualTo(20);
        assertThat(header(page, "Link")).contains("rel=\"next\"");
        assertThat(json(hub.get("/api/models?limit=1000", "")).size()).isGreaterThan(20);
    }

    @Test
    void a_method_that_somebody_made_up_is_no_meter_of_its_own() throws Exception {
        hub.send("MADEUP", "/", "", "");

        assertThat(hub.get("/metrics", "").body()).contains("method=\"other\"").doesNotContain("MADEUP");
    }

    @Test
    void tags_of_a_card_that_is_not_cleared_are_neither_told_nor_searched() throws Exception {
        var name = hub.repository();
        var card = "---\ntags: [told-only-while-cleared]\n---\n# Card\n".getBytes(UTF_8);
        hub.commit(name, "README.md", card);
        var search = "/api/models?filter=told-only-while-cleared";
        assertThat(hub.get(search, "").body()).contains(name);

        hub.send(
                "POST",
                "/api/assay/blobs/" + Digest.of(card).hex() + "/decision",
                ADMIN,
                "{\"decision\":\"convict\",\"because\":\"seen in the wild\"}");

        assertThat(hub.get(search, "").body()).isEqualTo("[]");
        assertThat(hub.get("/" + name, "").body()).doesNotContain("told-only-while-cleared");
        assertThat(hub.get("/api/models/" + name, "").body()).doesNotContain("told-only-while-cleared");
    }

    @Test
    void strangers_are_told_what_was_found_but_not_the_file_in_pieces() throws Exception {
        var name = hub.repository();
        var secret = "k".repeat(1_000);
        var model = ("\u0080\u0002cacme." + secret + "\nBlock\n.").getBytes(ISO_8859_1);
        assertThat(hub.commit(name, "model.pkl", model).statusCode()).isEqualTo(400);

        var page = "/" + name + "/discussions/1";
        var api = "/api/models/" + name + "/discussions/1";
        for (var path : new String[] {page, api}) {
            assertThat(hub.get(path, ALICE).body()).contains("k".repeat(200));
            for (var stranger : new String[] {"", BOB}) {
                assertThat(hub.get(path, stranger).body()).contains("acme.kkk").doesNotContain("k".repeat(200));
            }
        }
    }

    private HttpResponse<String> preupload(String name, String path, String rules) throws Exception {
        return hub.send(
                "POST",
                "/api/models/" + name + "/preupload/main",
                ALICE,
                "{\"files\":[{\"path\":\"" + path + "\",\"size\":5}],\"gitIgnore\":\"" + rules + "\"}");
    }
}
