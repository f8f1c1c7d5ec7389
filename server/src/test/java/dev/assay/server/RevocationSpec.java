package dev.assay.server;

import static dev.assay.server.RunningHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.inspect.Digest;
import dev.assay.repo.Invalid;
import dev.assay.repo.people.Account;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A token that has ended opens nothing, and neither does anything that was given out for it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RevocationSpec {

    private final RunningHub hub = RunningHub.get();

    @Test
    void an_address_for_sending_a_large_file_ends_with_its_token() throws Exception {
        var name = hub.repository();
        var token = hub.people().newToken(alice(), "for large files", true);
        var first = address(name, token, "first".getBytes(UTF_8));
        assertThat(hub.send("PUT", first, "", "first").statusCode()).isEqualTo(200);
        var second = address(name, token, "second".getBytes(UTF_8));

        assertThat(hub.people().endTokens(alice(), "for large files")).isEqualTo(1);

        var refused = hub.send("PUT", second, "", "second");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("ended");
    }

    @Test
    void an_address_that_names_somebody_else_is_not_ours() throws Exception {
        var name = hub.repository();
        var address = address(name, RunningHub.ALICE, "third".getBytes(UTF_8));

        assertThat(hub.send("PUT", address.replace("for=alice", "for=bob"), "", "third")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_token_for_sending_through_xet_ends_with_the_token_it_was_given_for() throws Exception {
        var name = hub.repository();
        var token = hub.people().newToken(alice(), "for xet", true);
        var granted = json(hub.get("/api/models/" + name + "/xet-write-token/main", token));
        var ask = granted.at("/casUrl").asString() + "/v1/xorb-grants/default/" + "ab".repeat(32);
        var access = granted.at("/accessToken").asString();
        assertThat(hub.send("POST", ask, access, "").statusCode()).isEqualTo(404);

        hub.people().endTokens(alice(), "for xet");

        assertThat(hub.send("POST", ask, access, "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_takes_the_role_that_it_is_seeded_with_again() {
        hub.people().token(alice(), "seeded", "a-seeded-token", true);
        hub.people().token(alice(), "seeded", "a-seeded-token", false);

        assertThat(hub.people().authenticate("a-seeded-token").orElseThrow().mayWrite())
                .isFalse();
    }

    @Test
    void nobody_is_called_like_an_address_of_the_hub() {
        for (var name : List.of("api", "Models", "xet", "login", "metrics", "v1")) {
            assertThatThrownBy(() -> hub.people().user(name, name, "", false))
                    .as(name)
                    .isInstanceOf(Invalid.class);
            assertThatThrownBy(() -> hub.people().organization(name, name, false))
                    .as(name)
                    .isInstanceOf(Invalid.class);
        }
    }

    private Account alice() {
        return hub.people().find("alice").orElseThrow();
    }

    private String address(String name, String token, byte[] bytes) throws Exception {
        var batch = hub.send(
                "POST",
                "/" + name + ".git/info/lfs/objects/batch",
                token,
                "{\"operation\":\"upload\",\"transfers\":[\"basic\"],\"objects\":[{\"oid\":\""
                        + Digest.of(bytes).hex() + "\",\"size\":" + bytes.length + "}]}");
        return json(batch).at("/objects/0/actions/upload/href").asString();
    }
}
