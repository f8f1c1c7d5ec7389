package dev.assay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.repo.Conflict;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Missing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DoorSpec {

    private static final HttpClient client = HttpClient.newHttpClient();
    private static Listener listener;

    @BeforeAll
    static void listen() {
        listener = Listener.open(
                "127.0.0.1",
                0,
                new Door(
                        List.of(
                                Route.get(
                                        "/path/{revision}/{*path}",
                                        request -> Json.ok(Map.of(
                                                "revision", request.pathVariable("revision"),
                                                "path", request.pathVariable("path")))),
                                Route.get("/bug", request -> {
                                    throw new IllegalStateException("the secret is 42");
                                }),
                                Route.get("/entry", request -> {
                                    throw new Missing(Missing.Kind.ENTRY, "No 'x' here", "ab".repeat(20));
                                }),
                                Route.get("/conflict", request -> {
                                    throw new Conflict(Conflict.Kind.MOVED, "moved");
                                }),
                                Route.get("/denied", request -> {
                                    throw new Denied("You may not.", "Ask.");
                                }),
                                Route.get("/invalid", request -> {
                                    throw new Invalid("Not a name: '\u2028\n\u00e9'", "Use another.");
                                }),
                                Route.get("/late", request -> Json.ok(new Late("")))),
                        new Traffic(new SimpleMeterRegistry())));
    }

    /// Fails when it is written, after its route has answered.
    record Late(String bad) {
        @Override
        public String bad() {
            throw new IllegalStateException("while writing");
        }
    }

    @AfterAll
    static void close() {
        listener.close();
    }

    @Test
    void an_encoded_slash_stays_in_its_segment_and_is_decoded_once() throws Exception {
        assertThat(get("/path/refs%2Fpr%2F1/a%2Fb/c%2520%5Cd%3Bv=1%3F").body())
                .contains("\"revision\":\"refs/pr/1\"")
                .contains("\"path\":\"/a/b/c%20\\\\d;v=1?\"");
    }

    @Test
    void an_unknown_address_is_a_sentence_in_json() throws Exception {
        var answer = get("/api/nonsense");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        assertThat(answer.body()).contains("no such address");
        assertThat(header(answer, "X-Error-Message")).contains("no such address");
    }

    @Test
    void a_known_address_asked_in_the_wrong_way_says_so() throws Exception {
        var request = HttpRequest.newBuilder(address("/bug")).DELETE().build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void our_own_bug_is_a_number_and_tells_nothing_else() throws Exception {
        for (var path : List.of("/bug", "/late")) {
            var answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .contains(header(answer, "X-Request-Id"))
                    .doesNotContain("secret", "Exception", "while");
        }
    }

    @Test
    void refusals_of_the_rooms_speak_http() throws Exception {
        var entry = get("/entry");
        assertThat(entry.statusCode()).isEqualTo(404);
        assertThat(header(entry, "X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(header(entry, "X-Repo-Commit")).isEqualTo("ab".repeat(20));
        assertThat(get("/conflict").statusCode()).isEqualTo(412);
        assertThat(get("/conflict").body())
                .contains("The branch was updated since you opened this page. Please refresh and try again.");
        assertThat(get("/denied").statusCode()).isEqualTo(401);
        assertThat(get("/invalid").statusCode()).isEqualTo(400);
    }

    @Test
    void an_error_header_is_one_line_of_latin_1() throws Exception {
        assertThat(header(get("/invalid"), "X-Error-Message")).isEqualTo("Not a name: '? \u00e9'. Use another.");
    }

    @Test
    void a_request_id_comes_back_and_a_trace_id_is_part_of_ours() throws Exception {
        assertThat(header(get("/entry", "x-request-id", "custom-id"), "X-Request-Id"))
                .isEqualTo("custom-id");
        assertThat(header(get("/entry", "X-Amzn-Trace-Id", "1234-5678"), "X-Request-Id"))
                .contains("1234-5678");
        assertThat(header(get("/entry"), "X-Request-Id")).hasSizeGreaterThan(10);
    }

    @Test
    void what_is_not_http_gets_a_sentence_and_no_page() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream()
                    .write("GET /<script> HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\"").doesNotContain("<html", "Tomcat");
        }
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
