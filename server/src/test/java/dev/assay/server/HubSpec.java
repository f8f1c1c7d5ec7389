package dev.assay.server;

import static dev.assay.server.RunningHub.ADMIN;
import static dev.assay.server.RunningHub.ALICE;
import static dev.assay.server.RunningHub.BOB;
import static dev.assay.server.RunningHub.READER;
import static dev.assay.server.RunningHub.file;
import static dev.assay.server.RunningHub.header;
import static dev.assay.server.RunningHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The Hub API over a socket: what each route answers, and how it refuses.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HubSpec {

    private static final byte[] TEXT = "line\n".repeat(40_000).getBytes(UTF_8);

    private final RunningHub hub = RunningHub.get();

    @Test
    void whoami_tells_the_account_its_organisations_and_the_token_and_knows_nobody_else() throws Exception {
        var me = json(hub.get("/api/whoami-v2", READER));
        assertThat(me.at("/name").asString()).isEqualTo("alice");
        assertThat(me.at("/type").asString()).isEqualTo("user");
        assertThat(me.at("/orgs/0/name").asString()).isEqualTo("acme");
        assertThat(me.at("/auth/accessToken/role").asString()).isEqualTo("read");
        var unknown = hub.get("/api/whoami-v2", "nonsense");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("Invalid user token.");
        assertThat(hub.get("/api/whoami-v2", "").body()).contains("Invalid user token.");
    }

    @Test
    void a_repository_is_made_once_listed_described_and_deleted() throws Exception {
        var name = hub.repository();
        var again = hub.send(
                "POST",
                "/api/repos/create",
                ALICE,
                "{\"name\":\"" + name.substring(6) + "\",\"organization\":\"alice\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).at("/url").asString()).isEqualTo(hub.base() + "/" + name);
        assertThat(hub.get("/api/models?author=alice&search=" + name.substring(6), "")
                        .body())
                .contains("\"" + name + "\"");
        var info = json(hub.get("/api/models/" + name, ""));
        assertThat(info.at("/sha").asString()).hasSize(40);
        assertThat(info.at("/siblings/0/rfilename").asString()).isEqualTo(".gitattributes");
        assertThat(hub.send("DELETE", "/api/repos/delete", BOB, "{\"name\":\"" + name + "\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.send("DELETE", "/api/repos/delete", ALICE, "{\"name\":\"" + name + "\"}")
                        .statusCode())
                .isEqualTo(200);
        var gone = hub.get("/api/models/" + name, ALICE);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(header(gone, "X-Error-Code")).isEqualTo("RepoNotFound");
        assertThat(header(gone, "X-Error-Message")).isEqualTo("Repository not found");
    }

    @Test
    void a_private_repository_is_missing_for_everybody_else() throws Exception {
        hub.send("POST", "/api/repos/create", ALICE, "{\"name\":\"hidden\",\"organization\":\"acme\"}");
        assertThat(hub.get("/api/models/acme/hidden", BOB).statusCode()).isEqualTo(200);
        for (var path : List.of("/api/models/acme/hidden", "/acme/hidden/resolve/main/.gitattributes")) {
            assertThat(hub.get(path, "").body())
                    .isEqualTo(hub.get(path.replace("hidden", "nowhere"), "").body());
        }
    }

    @Test
    void a_list_comes_in_pages_that_name_the_next() throws Exception {
        hub.repository();
        hub.repository();
        var first = hub.get("/api/models?author=alice&limit=1", "");
        var next = header(first, "Link");
        assertThat(next).startsWith("<" + hub.base()).endsWith("; rel=\"next\"");
        var second = hub.get(next.substring(1, next.indexOf('>')), "");
        assertThat(json(second).at("/0/id")).isNotEqualTo(json(first).at("/0/id"));
        assertThat(hub.get("/api/models?expand=nonsense", "").body())
                .contains("\\\"expand\\\" must be one of [author, ");
    }

    @Test
    void an_upload_is_asked_for_committed_and_read_back() throws Exception {
        var name = hub.repository();
        var modes = hub.send(
                "POST",
                "/api/models/" + name + "/preupload/main",
                ALICE,
                "{\"files\":[{\"path\":\"w.safetensors\",\"size\":5},{\"path\":\"a.txt\",\"size\":5},"
                        + "{\"path\":\"big.txt\",\"size\":20000000},{\"path\":\"log.tmp\",\"size\":1}],"
                        + "\"gitIgnore\":\"*.tmp\\n\"}");
        assertThat(json(modes).at("/files/0/uploadMode").asString()).isEqualTo("lfs");
        assertThat(json(modes).at("/files/1/uploadMode").asString()).isEqualTo("regular");
        assertThat(json(modes).at("/files/2/uploadMode").asString()).isEqualTo("lfs");
        assertThat(json(modes).at("/files/3/shouldIgnore").asBoolean()).isTrue();

        var committed = hub.commit(name, "a b/\u00fc%#?.txt", TEXT);
        assertThat(committed.statusCode()).as(committed.body()).isEqualTo(200);
        var commit = json(committed).at("/commitOid").asString();
        var path = "/" + name + "/resolve/main/a%20b/%C3%BC%25%23%3F.txt";
        var head = hub.head(path, "");
        assertThat(header(head, "X-Repo-Commit")).isEqualTo(commit);
        assertThat(header(head, "Content-Length")).isEqualTo("" + TEXT.length);
        var body = hub.bytes(path, "");
        assertThat(body.body()).isEqualTo(TEXT);
        assertThat(header(body, "ETag")).isEqualTo(header(head, "ETag"));
        assertThat(header(body, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(body, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(body, "X-Xet-Hash")).isEmpty();
        assertThat(hub.get("/api/models/" + name + "/tree/main/a%20b?expand=true", "")
                        .body())
                .contains("\"status\":\"safe\"", "\"avScan\":null", "\"pickleImportScan\":null", commit);
    }

    @Test
    void a_part_of_a_file_is_exactly_that_part() throws Exception {
        var name = hub.repository();
        hub.commit(name, "t.txt", TEXT);
        var path = "/" + name + "/resolve/main/t.txt";
        for (var part : List.of(new int[] {0, 9}, new int[] {7, 150_000}, new int[] {199_990, 999_999})) {
            var answer = hub.bytes(path, "", "Range", "bytes=" + part[0] + "-" + part[1]);
            var last = Math.min(part[1], TEXT.length - 1);
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + part[0] + "-" + last + "/" + TEXT.length);
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(TEXT, part[0], last + 1));
        }
        var several = hub.get(path, "", "Range", "bytes=0-3,5-8");
        assertThat(header(several, "Content-Type")).startsWith("multipart/byteranges");
        assertThat(several.body()).contains("\r\n\r\nline\r\n--");
        var none = hub.get(path, "", "Range", "bytes=200000-");
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(header(none, "Content-Range")).isEqualTo("bytes */200000");
        var etag = header(hub.head(path, ""), "ETag");
        assertThat(hub.get(path, "", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(hub.get(path, "", "If-Range", "\"other\"", "Range", "bytes=0-1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_there_says_so_in_the_words_clients_know() throws Exception {
        var name = hub.repository();
        var entry = hub.head("/" + name + "/resolve/main/nothing.bin", "");
        assertThat(entry.statusCode()).isEqualTo(404);
        assertThat(header(entry, "X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(header(entry, "X-Repo-Commit")).hasSize(40);
        assertThat(header(hub.get("/" + name + "/resolve/nowhere/x", ""), "X-Error-Code"))
                .isEqualTo("RevisionNotFound");
        assertThat(header(hub.get("/gpt2/resolve/main/config.json", ""), "X-Error-Code"))
                .isEqualTo("RepoNotFound");
        assertThat(header(hub.get("/api/models/gpt2", ""), "X-Error-Code")).isEqualTo("RepoNotFound");
        assertThat(header(hub.get("/api/models/" + name + "/tree/main/nothing", ""), "X-Error-Code"))
                .isEqualTo("EntryNotFound");
    }

    @Test
    void a_model_that_runs_a_command_is_refused_with_file_callable_and_offset() throws Exception {
        var name = hub.repository();
        var evil = evil();
        var before = json(hub.get("/api/models/" + name, "")).at("/sha");
        var answer =
                hub.commit(name, "main", file("notes.txt", "fine".getBytes(UTF_8)), file("pytorch_model.bin", evil));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error").asString())
                .contains("Refused", "pytorch_model.bin!/archive/data.pkl@0x", "posix.system", "safetensors");
        assertThat(header(answer, "X-Error-Code")).isEqualTo("Convicted");
        assertThat(json(hub.get("/api/models/" + name, "")).at("/sha")).isEqualTo(before);
        assertThat(hub.get("/" + name + "/resolve/main/pytorch_model.bin", ALICE)
                        .statusCode())
                .isEqualTo(404);
        var blob = "/api/assay/blobs/" + Digest.of(evil).hex();
        assertThat(hub.get(blob, BOB).statusCode()).isEqualTo(403);
        assertThat(json(hub.get(blob, ADMIN)).at("/verdict").asString()).isEqualTo("MALICIOUS");
    }

    @Test
    void what_nobody_recognises_is_held_and_publishes_itself_when_an_administrator_releases_it() throws Exception {
        var name = hub.repository();
        var odd = new byte[300];
        new java.util.Random(7).nextBytes(odd);
        var answer = hub.commit(name, "odd.bin", odd);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "X-Error-Code")).isEqualTo("Held");
        assertThat(json(answer).at("/error").asString())
                .contains("odd.bin", "pull request 1", hub.base() + "/" + name + "/discussions/1", "publishes itself");
        for (var token : List.of(ALICE, BOB, "")) {
            assertThat(hub.get("/" + name + "/resolve/main/odd.bin", token).statusCode())
                    .isEqualTo(404);
            assertThat(hub.get("/" + name + "/resolve/refs%2Fpr%2F1/odd.bin", token)
                            .statusCode())
                    .isIn(403, 404);
        }
        var decision = "/api/assay/blobs/" + Digest.of(odd).hex() + "/decision";
        var wish = "{\"decision\":\"release\",\"because\":\"looked at it\"}";
        assertThat(hub.send("POST", decision, ALICE, wish).statusCode()).isEqualTo(403);
        assertThat(json(hub.send("POST", decision, ADMIN, wish)).at("/state").asString())
                .isEqualTo("released");
        byte[] read = {};
        for (int i = 0; i < 1_000 && !Arrays.equals(read, odd); i++) {
            read = hub.bytes("/" + name + "/resolve/main/odd.bin", "").body();
        }
        assertThat(read).isEqualTo(odd);
        hub.send("POST", decision, ADMIN, "{\"decision\":\"convict\",\"because\":\"seen in the wild\"}");
        var refused = hub.get("/" + name + "/resolve/main/odd.bin", ALICE);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(header(refused, "X-Error-Message")).contains("seen in the wild");
        assertThat(hub.get("/api/models/" + name + "/scan", "").body()).contains("\"level\":\"unsafe\"");
    }

    @Test
    void a_pickle_beside_code_that_stands_in_for_what_it_imports_is_held_and_the_code_named() throws Exception {
        var name = hub.repository();
        var pickle = PickleForge.pickle(2)
                .global("collections", "OrderedDict")
                .raw(")R.")
                .done();
        assertThat(hub.commit(name, "data.pkl", pickle).statusCode()).isEqualTo(200);
        var answer = hub.commit(name, "collections.py", "ready = True\n".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "X-Error-Code")).isEqualTo("Held");
        assertThat(json(answer).at("/error").asString())
                .contains("data.pkl", "some find the module collections in collections.py");
        assertThat(hub.get("/" + name + "/resolve/main/collections.py", ALICE).statusCode())
                .isEqualTo(404);
        assertThat(hub.get("/" + name + "/resolve/main/data.pkl", ALICE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_configuration_that_names_code_or_a_shard_elsewhere_is_held() throws Exception {
        for (var text : List.of(
                "{\"auto_map\": {\"AutoModel\": \"modeling_a.AModel\"}}",
                "{\"auto_map\": {\"AutoModel\": \"eve/x--modeling_a.AModel\"}}",
                "{\"metadata\": {}, \"weight_map\": {\"w\": \"../other/a.safetensors\"}}")) {
            var answer = hub.commit(hub.repository(), "config.json", text.getBytes(UTF_8));
            assertThat(answer.statusCode()).as(text).isEqualTo(400);
            assertThat(header(answer, "X-Error-Code")).isEqualTo("Held");
        }
    }

    @Test
    void a_held_pull_request_succeeds_with_a_warning() throws Exception {
        var name = hub.repository();
        var odd = new byte[301];
        new java.util.Random(8).nextBytes(odd);
        var answer = hub.commit(name, "main?create_pr=1", file("odd.bin", odd));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/pullRequestUrl").asString()).endsWith("/discussions/1");
        assertThat(header(answer, "X-HF-Warning")).startsWith("security; odd.bin");
    }

    @Test
    void a_commit_that_cannot_be_says_why() throws Exception {
        var name = hub.repository();
        var moved = hub.send(
                "POST",
                "/api/models/" + name + "/commit/main",
                ALICE,
                "{\"key\":\"header\",\"value\":{\"summary\":\"x\",\"parentCommit\":\"" + "0".repeat(40) + "\"}}\n"
                        + file("a", new byte[0]));
        assertThat(moved.statusCode()).isEqualTo(412);
        assertThat(hub.commit(name, "..\\ddd", new byte[0]).statusCode()).isEqualTo(422);
        assertThat(hub.commit(name, "main", "{\"key\":\"deletedFile\",\"value\":{\"path\":\"nope\"}}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(hub.commit(name, "main", "{\"key\":\"file\",\"value\":{\"path\":")
                        .body())
                .contains("not valid JSON");
        assertThat(hub.commit(name, "main", "{\"key\":\"dance\",\"value\":{}}").body())
                .contains("dance");
        var unsent = "{\"key\":\"lfsFile\",\"value\":{\"path\":\"m.safetensors\",\"algo\":\"sha256\",\"oid\":\""
                + Digest.of(evil()).hex() + "\",\"size\":3}}";
        assertThat(hub.commit(name, "main", unsent).statusCode()).isEqualTo(422);
        assertThat(hub.send("POST", "/api/models/" + name + "/commit/main", BOB, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.send("POST", "/api/models/" + name + "/commit/main", "", "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.commit(name, "big.txt", new byte[(10 << 20) + 1]).statusCode())
                .isEqualTo(413);
    }

    @Test
    void branches_tags_and_history_follow_the_commits() throws Exception {
        var name = hub.repository();
        var api = "/api/models/" + name;
        hub.commit(name, "a.txt", TEXT);
        assertThat(hub.send("POST", api + "/branch/feat%2Fx", ALICE, "").statusCode())
                .isEqualTo(200);
        var again = hub.send("POST", api + "/branch/feat%2Fx", ALICE, "{}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Reference refs/heads/feat/x already exists");
        assertThat(hub.send("POST", api + "/branch/refs%2Fpr%2F1", ALICE, "{}").body())
                .contains("Invalid reference for a branch");
        assertThat(hub.send("POST", api + "/tag/main", ALICE, "{\"tag\":\"v1\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.get(api + "/refs?include_prs=1", "").body())
                .contains("\"refs/heads/feat/x\"", "\"refs/tags/v1\"", "\"converts\":[]", "\"pullRequests\":[]");
        assertThat(hub.send("DELETE", api + "/branch/main", ALICE, "").body())
                .contains("Cannot delete refs/heads/main");
        assertThat(hub.send("DELETE", api + "/branch/nowhere", ALICE, "").body())
                .contains("Invalid rev id");
        assertThat(hub.send("DELETE", api + "/tag/v1", BOB, "").statusCode()).isEqualTo(403);
        assertThat(hub.send("DELETE", api + "/tag/v1", ALICE, "").statusCode()).isEqualTo(200);
        var commits = hub.get(api + "/commits/main?limit=1", "");
        assertThat(header(commits, "X-Total-Count")).isEqualTo("2");
        assertThat(json(commits).at("/0/authors/0/user").asString()).isEqualTo("alice");
        assertThat(header(commits, "Link")).contains("p=1");
        var form = hub.send(
                "POST",
                api + "/paths-info/main",
                "",
                "paths=a.txt&paths=nope&expand=True",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(json(form).size()).isEqualTo(1);
        assertThat(hub.send("POST", api + "/paths-info/main", "", "{\"paths\":[\"a.txt\"]}")
                        .body())
                .contains("\"path\":\"a.txt\"");
    }

    @Test
    void metadata_is_checked_before_a_commit() throws Exception {
        assertThat(hub.send("POST", "/api/validate-yaml", "", "{\"content\":\"---\\nlicense: mit\\n---\\n# x\"}")
                        .body())
                .isEqualTo("{\"errors\":[],\"warnings\":[]}");
        assertThat(hub.send("POST", "/api/validate-yaml", "", "{\"content\":\"# x\"}")
                        .body())
                .contains("empty or missing");
        assertThat(hub.send("POST", "/api/validate-yaml", "", "{\"content\":\"---\\na: [\\n---\\n\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_card_whose_metadata_cannot_be_read_is_refused_with_what_is_wrong() throws Exception {
        var name = hub.repository();
        var refused = hub.commit(name, "README.md", "---\nlicense: [mit\n---\n# x".getBytes(UTF_8));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error").asString()).contains("Invalid metadata in README.md");
        assertThat(hub.commit(name, "docs/README.md", "---\nlicense: [mit\n---\n".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.commit(name, "README.md", "---\nlicense: mit\n---\n# x".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_card_is_told_in_a_list_when_asked_for_and_each_revision_has_its_own() throws Exception {
        var name = hub.repository();
        var first = json(hub.commit(name, "README.md", "---\nlicense: mit\n---\n".getBytes(UTF_8)))
                .at("/commitOid")
                .asString();
        hub.commit(name, "README.md", "---\nlicense: apache-2.0\n---\n".getBytes(UTF_8));
        var list = "/api/models?search=" + name;
        assertThat(json(hub.get(list + "&cardData=true", ""))
                        .at("/0/cardData/license")
                        .asString())
                .isEqualTo("apache-2.0");
        assertThat(json(hub.get(list + "&full=true", "")).at("/0").has("cardData"))
                .isFalse();
        var old = json(hub.get("/api/models/" + name + "/revision/" + first, ""));
        assertThat(old.at("/cardData/license").asString()).isEqualTo("mit");
    }

    @Test
    void what_clients_tell_about_themselves_is_taken_and_forgotten() throws Exception {
        assertThat(hub.send("POST", "/v1/telemetry", "", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void the_hub_tells_how_it_is() throws Exception {
        assertThat(hub.get("/healthz", "").statusCode()).isEqualTo(200);
        assertThat(hub.get("/readyz", "").statusCode()).isEqualTo(200);
        assertThat(hub.get("/metrics", "").body())
                .contains("assay_queue_depth", "assay_queue_oldest_seconds", "assay_verdicts", "assay_bytes_out");
    }

    @Test
    void no_two_routes_are_the_same() {
        var seen = new HashSet<String>();
        assertThat(hub.routes()).allMatch(it -> seen.add(it.method() + " " + it.pattern()));
    }

    /// A model whose loading would print a marker.
    private static byte[] evil() {
        return ModelForge.torch(PickleForge.pickle(4)
                        .calling("posix", "system", "echo assay-marker")
                        .op('.')
                        .done())
                .done();
    }
}
