package dev.assay.server;

import dev.assay.repo.people.People;
import dev.assay.server.http.Door;
import dev.assay.server.http.Listener;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole hub on a free port, started once for all tests of this module: the real rooms, the real inspectors.
final class RunningHub {

    static final String ALICE = "alice-token";
    static final String READER = "alice-may-read";
    static final String BOB = "bob-token";
    static final String ADMIN = "admin-token";

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final HttpClient client = HttpClient.newHttpClient();
    private static final AtomicInteger repositories = new AtomicInteger();
    private static @Nullable RunningHub running;

    private final House house;
    private final Listener listener;
    private final Path data;

    private RunningHub(House house, Listener listener, Path data) {
        this.house = house;
        this.listener = listener;
        this.data = data;
    }

    static synchronized RunningHub get() {
        if (running == null) {
            running = start(Map.of());
        }
        return running;
    }

    /// Another hub, of its own, with further settings.
    static RunningHub start(Map<String, String> more) {
        try {
            var data = Files.createTempDirectory("hub");
            var seed = Files.writeString(data.resolve("seed.yaml"), """
                    users:
                      - name: alice
                        tokens:
                          - {name: all, token: alice-token, role: write}
                          - {name: looking, token: alice-may-read, role: read}
                      - name: bob
                        tokens: [{name: all, token: bob-token, role: write}]
                      - name: admin
                        admin: true
                        tokens: [{name: all, token: admin-token, role: write}]
                    organizations:
                      - name: acme
                        private_by_default: true
                        members: {alice: admin, bob: read}
                    """);
            var flags = new HashMap<>(Map.of(
                    "data", data.resolve("data").toString(), "port", "0", "part-size", "5m", "free-space", "64m"));
            flags.putAll(more);
            var settings = SettingsSource.read(flags, name -> null, Optional.empty());
            var house = House.open(settings);
            Seed.read(seed).apply(house.people(), seed);
            var listener = Listener.open("127.0.0.1", 0, new Door(house.routes(), house.traffic()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                listener.close();
                try {
                    house.close();
                    removed(data);
                } catch (IOException left) {
                    throw new UncheckedIOException(left);
                }
            }));
            return new RunningHub(house, listener, data.resolve("data"));
        } catch (IOException | SettingsSource.Unusable failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void removed(Path folder) throws IOException {
        try (var below = Files.walk(folder)) {
            for (var path : below.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    People people() {
        return house.people();
    }

    /// The hub's data folder.
    Path data() {
        return data;
    }

    List<Route> routes() {
        return house.routes();
    }

    String base() {
        return "http://127.0.0.1:" + listener.port();
    }

    /// A new model of alice's, by name.
    String repository() throws IOException, InterruptedException {
        var name = "r" + repositories.incrementAndGet();
        var made = send("POST", "/api/repos/create", ALICE, "{\"name\":\"" + name + "\"}");
        if (made.statusCode() != 200) {
            throw new IllegalStateException(made.body());
        }
        return "alice/" + name;
    }

    HttpResponse<String> get(String path, String token, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, token, headers).build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String token, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, token, headers).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> head(String path, String token) throws IOException, InterruptedException {
        return client.send(request(path, token).HEAD().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String token, String body, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, token, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> send(String method, String path, String token, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(path, token, headers)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// Commits one small file to main.
    HttpResponse<String> commit(String repository, String path, byte[] content)
            throws IOException, InterruptedException {
        return commit(repository, "main", file(path, content));
    }

    /// Commits these lines.
    HttpResponse<String> commit(String repository, String revision, String... lines)
            throws IOException, InterruptedException {
        return send(
                "POST",
                "/api/models/" + repository + "/commit/" + revision,
                ALICE,
                "{\"key\":\"header\",\"value\":{\"summary\":\"test\",\"description\":\"\"}}\n"
                        + String.join("\n", lines),
                "Content-Type",
                "application/x-ndjson");
    }

    static String file(String path, byte[] content) {
        return new String(
                json.writeValueAsBytes(Map.of(
                        "key",
                        "file",
                        "value",
                        Map.of(
                                "content",
                                Base64.getEncoder().encodeToString(content),
                                "path",
                                path,
                                "encoding",
                                "base64"))),
                StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json.readTree(answer.body());
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpRequest.Builder request(String path, String token, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }
}
