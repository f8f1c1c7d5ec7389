package dev.assay.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.ZipForge;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PagesSpec {

    private final RunningHub hub = RunningHub.get();

    @Test
    void a_repository_shows_its_card_its_files_and_how_each_stands() throws Exception {
        var repository = hub.repository();
        hub.commit(repository, "README.md", "---\nlicense: mit\n---\n# Hello *there*\n".getBytes(UTF_8));
        hub.commit(repository, "config.json", "{}".getBytes(UTF_8));

        var page = hub.get("/" + repository, "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>Hello <em>there</em></h1>")
                .contains(">config.json</a>")
                .contains(">SAFE</span>")
                .contains("license:mit")
                .doesNotContain("---");
    }

    @Test
    void a_card_runs_nothing_and_shows_no_picture_from_elsewhere() throws Exception {
        var repository = hub.repository();
        hub.commit(repository, "README.md", """
                # Card
                <script>alert(1)</script><iframe src="https://example.org"></iframe>
                <img src="https://example.org/track.png" onerror="alert(1)"><a href="javascript:alert(1)">x</a>
                ![near](logo.png) [also near](config.json)
                """.getBytes(UTF_8));

        var page = hub.get("/" + repository, "").body();

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("<iframe")
                .doesNotContain("example.org")
                .doesNotContain("javascript:")
                .doesNotContain("onerror")
                .contains("src=\"/" + repository + "/resolve/main/logo.png\"")
                .contains("href=\"/" + repository + "/blob/main/config.json\"");
    }

    @Test
    void names_of_files_are_shown_and_never_obeyed() throws Exception {
        var repository = hub.repository();
        hub.commit(repository, "a <b>& \"c\".txt", "x\n".getBytes(UTF_8));

        var page = hub.get("/" + repository, "").body();

        assertThat(page).contains("a &lt;b&gt;&amp;").doesNotContain("a <b>");
        assertThat(hub.get(firstLink(page, "/blob/main/a"), "").statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_held_is_told_on_its_pull_request_and_has_no_download() throws Exception {
        var repository = hub.repository();
        hub.commit(repository, "model.pkl", "\u0080\u0002cacme.layers\nBlock\n.".getBytes(ISO_8859_1));

        var pulls = hub.get("/" + repository + "/discussions", "").body();
        var pull = hub.get("/" + repository + "/discussions/1", "").body();

        assertThat(pulls).contains("held");
        assertThat(pull).contains("acme.layers.Block").contains("UNKNOWN").doesNotContain("download");
    }

    @Test
    void held_tensors_are_offered_a_conversion_in_the_answer_and_where_they_wait() throws Exception {
        var repository = hub.repository();

        var held = hub.commit(repository, "sub/my model.bin", tensors("cacme.layers\nBlock\n"));
        var page = hub.get("/" + repository + "/discussions/1", "");

        assertThat(held.body()).contains("Not published yet", "`assay convert 'my model.bin'` writes its tensors");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .containsPattern("`assay convert (&#39;|')my model.bin(&#39;|')` writes its tensors as safetensors")
                .contains("lists everything that stands in the way");
    }

    @Test
    void refused_tensors_are_offered_a_conversion_and_what_holds_none_is_not() throws Exception {
        var repository = hub.repository();
        var command = "cos\nsystem\nX\u0011\0\0\0echo assay-marker\u0085R";

        var tensors = hub.commit(repository, "-w.pt", tensors(command));
        var other = hub.commit(repository, "w.pkl", ("\u0080\u0002" + command + ".").getBytes(ISO_8859_1));

        assertThat(tensors.body()).contains("Refused", "`assay convert ./-w.pt` writes its tensors");
        assertThat(other.body()).contains("Refused").doesNotContain("assay convert");
    }

    /// An archive as torch.save writes it: one tensor of two bytes, and this beside it.
    private static byte[] tensors(String beside) {
        var stream =
                "\u0080\u0002}(X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nByteStorage\n"
                        + "X\1\0\0\0" + "0X\3\0\0\0cpuK\2tQK\0K\2\u0085K\1\u0085\u0089ccollections\nOrderedDict\n)RtR"
                        + "X\1\0\0\0x" + beside + "u.";
        return new ZipForge()
                .stored("archive/data.pkl", stream.getBytes(ISO_8859_1))
                .stored("archive/byteorder", "little")
                .stored("archive/data/0", new byte[] {1, 2})
                .stored("archive/version", "3\n")
                .done();
    }

    @Test
    void the_address_of_a_commit_leads_to_what_it_changed() throws Exception {
        var repository = hub.repository();
        hub.commit(repository, "gone.txt", "x\n".getBytes(UTF_8));
        var committed = hub.commit(
                repository,
                "main",
                RunningHub.file("new <b>.txt", "y\n".getBytes(UTF_8)),
                "{\"key\":\"deletedFile\",\"value\":{\"path\":\"gone.txt\"}}");

        var page = hub.get(RunningHub.json(committed).at("/commitUrl").asString(), "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("new &lt;b&gt;.txt</a>", "removed</span> gone.txt", "by alice");
        assertThat(hub.get("/" + repository + "/commit/" + "0".repeat(40), "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pull_requests_come_in_pages() throws Exception {
        var repository = hub.repository();
        for (int i = 0; i < 51; i++) {
            hub.send(
                    "POST",
                    "/api/models/" + repository + "/discussions",
                    RunningHub.ALICE,
                    "{\"title\":\"number " + i + " of many\",\"pullRequest\":true}");
        }

        var first = hub.get("/" + repository + "/discussions", "").body();
        var second = hub.get(firstLink(first, "?mark="), "").body();

        assertThat(first).contains("number 50 of many").doesNotContain("number 0 of many");
        assertThat(second).contains("number 0 of many").doesNotContain("number 50 of many");
        assertThat(hub.get("/" + repository, "").body()).contains("51 pull requests");
    }

    @Test
    void a_private_repository_is_not_here_for_others() throws Exception {
        var made =
                hub.send("POST", "/api/repos/create", RunningHub.ALICE, "{\"name\":\"hidden-page\",\"private\":true}");
        assertThat(made.statusCode()).isEqualTo(200);

        assertThat(hub.get("/alice/hidden-page", "").statusCode()).isEqualTo(404);
        assertThat(hub.get("/", "").body()).doesNotContain("hidden-page");
        assertThat(hub.get("/", "", "Cookie", "assay_token=" + RunningHub.ALICE).body())
                .contains("hidden-page");
    }

    @Test
    void signing_in_gives_a_cookie_that_no_script_can_read() throws Exception {
        var signedIn = form("/login", "token=" + RunningHub.ALICE + "&back=%2Fdatasets");

        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(RunningHub.header(signedIn, "Location")).endsWith("/datasets");
        assertThat(RunningHub.header(signedIn, "Set-Cookie"))
                .contains("assay_token=")
                .contains("HttpOnly")
                .contains("SameSite=Strict");
    }

    @Test
    void a_wrong_token_is_told_so() throws Exception {
        var refused = form("/login", "token=nobody");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("No account has this token");
    }

    @Test
    void another_site_cannot_sign_anybody_in_or_send_them_elsewhere() throws Exception {
        assertThat(form("/login", "token=" + RunningHub.ALICE, "Origin", "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(RunningHub.header(
                        form("/login", "token=" + RunningHub.ALICE + "&back=%2F%2Felsewhere.example"), "Location"))
                .doesNotContain("elsewhere");
    }

    @Test
    void pages_may_run_nothing_and_be_framed_by_nobody() throws Exception {
        assertThat(RunningHub.header(hub.get("/", ""), "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'");
    }

    @Test
    void what_is_not_here_is_told_on_a_page() throws Exception {
        var missing = hub.get("/nobody/nothing", "");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("Repository not found").contains("sign in first");
    }

    private HttpResponse<String> form(String path, String body, String... headers) throws Exception {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        return hub.send("POST", path, "", body, all);
    }

    private static String firstLink(String page, String part) {
        var link = Pattern.compile("href=\"([^\"]*" + Pattern.quote(part) + "[^\"]*)\"")
                .matcher(page);
        if (!link.find()) {
            throw new AssertionError("no link to " + part + " in:\n" + page);
        }
        return link.group(1).replace("&amp;", "&");
    }
}
