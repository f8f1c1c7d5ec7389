package dev.assay.server;

import static dev.assay.server.RunningHub.ALICE;
import static dev.assay.server.RunningHub.header;
import static dev.assay.server.RunningHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What needs a hub of its own: one that stands behind a proxy, and on whose disk no upload finds room.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeparateHubSpec {

    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = RunningHub.start(Map.of("free-space", "1000000t", "url", "https://hub.example.org"));
    }

    @Test
    void a_full_disk_takes_no_commit_no_large_file_and_no_xorb_and_says_so() throws Exception {
        var name = hub.repository();
        var bytes = "x".repeat(100).getBytes(UTF_8);

        var commit = hub.commit(name, "a.txt", bytes);
        assertThat(commit.statusCode()).isEqualTo(507);
        assertThat(json(commit).at("/error").asString()).contains("nearly full", "administrator");

        var batch = hub.send(
                "POST",
                "/" + name + ".git/info/lfs/objects/batch",
                ALICE,
                "{\"operation\":\"upload\",\"transfers\":[\"basic\"],\"objects\":[{\"oid\":\""
                        + Digest.of(bytes).hex() + "\",\"size\":100}]}");
        var put = hub.send(
                "PUT", here(json(batch).at("/objects/0/actions/upload/href").asString()), "", bytes);
        assertThat(put.statusCode()).isEqualTo(507);
        assertThat(json(put).at("/message").asString()).contains("no");

        var granted = json(hub.get("/api/models/" + name + "/xet-write-token/main", ALICE));
        var xorb = hub.send(
                "POST",
                here(granted.at("/casUrl").asString()) + "/v1/xorbs/default/" + "ab".repeat(32),
                granted.at("/accessToken").asString(),
                bytes);
        assertThat(xorb.statusCode()).isEqualTo(507);
    }

    @Test
    void it_is_ready_only_while_rules_are_in_force() throws Exception {
        var policy = hub.data().resolve("policy.yaml");
        assertThat(hub.get("/readyz", "").statusCode()).isEqualTo(200);

        var elsewhere = Files.move(policy, policy.resolveSibling("elsewhere"));
        var unready = hub.get("/readyz", "");
        Files.move(elsewhere, policy);

        assertThat(unready.statusCode()).isEqualTo(503);
        assertThat(unready.body()).contains("policy");
        assertThat(hub.get("/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void behind_a_proxy_that_speaks_https_the_cookie_is_for_https() throws Exception {
        var signedIn =
                hub.send("POST", "/login", "", "token=" + ALICE, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(header(signedIn, "Set-Cookie")).contains("Secure");
    }

    private static String here(String address) {
        return address.replace("https://hub.example.org", hub.base());
    }
}
