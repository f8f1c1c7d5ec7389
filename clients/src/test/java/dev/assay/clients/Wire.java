package dev.assay.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/// The hub's API spoken by hand, for tests that must break off in the middle or run a thousand times.
final class Wire {

    private static final Pattern COMMIT = Pattern.compile("\"commitOid\"\\s*:\\s*\"([0-9a-f]{40})\"");
    private static final Pattern UPLOAD = Pattern.compile("\"upload\"\\s*:\\s*\\{\\s*\"href\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String token;
    private final IntConsumer step;

    /// @param step told before and after every request, so that a test can act at any of these points
    Wire(String address, String token, IntConsumer step) {
        this.address = address;
        this.token = token;
        this.step = step;
    }

    Wire(Hub hub) throws IOException {
        this(hub.address(), hub.adminToken(), it -> {});
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<byte[]> post(String path, String type, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    void createModel(String name) throws IOException, InterruptedException {
        expect(200, post("/api/repos/create", "application/json", "{\"name\":\"" + name + "\",\"type\":\"model\"}"));
    }

    /// Commits one small file.
    HttpResponse<byte[]> commit(String repository, String path, byte[] content)
            throws IOException, InterruptedException {
        var file = "{\"key\":\"file\",\"value\":{\"path\":\"%s\",\"encoding\":\"base64\",\"content\":\"%s\"}}"
                .formatted(path, Base64.getEncoder().encodeToString(content));
        return commitLines(repository, path, file);
    }

    /// Uploads one large file the LFS way, in one piece, and commits it.
    HttpResponse<byte[]> commitLarge(String repository, String path, byte[] content)
            throws IOException, InterruptedException {
        var oid = sha256(content);
        upload(repository, oid, content);
        var file = "{\"key\":\"lfsFile\",\"value\":{\"path\":\"%s\",\"algo\":\"sha256\",\"oid\":\"%s\",\"size\":%d}}"
                .formatted(path, oid, content.length);
        return commitLines(repository, path, file);
    }

    /// Uploads one large file, and leaves it to others to commit it.
    void upload(String repository, String oid, byte[] content) throws IOException, InterruptedException {
        var batch = expect(
                200,
                post(
                        "/" + repository + ".git/info/lfs/objects/batch",
                        "application/vnd.git-lfs+json",
                        "{\"operation\":\"upload\",\"transfers\":[\"basic\"],\"objects\":[{\"oid\":\"%s\",\"size\":%d}]}"
                                .formatted(oid, content.length)));
        var href = UPLOAD.matcher(text(batch));
        if (href.find()) {
            expect(
                    200,
                    send(HttpRequest.newBuilder(URI.create(href.group(1).replace("\\/", "/")))
                            .PUT(inPieces(content))
                            .build()));
        }
    }

    /// A body that passes a step after each part, so that a kill may fall into the middle of an upload.
    private BodyPublisher inPieces(byte[] content) {
        var pieces = new java.util.ArrayList<byte[]>();
        for (var at = 0; at < content.length; at += 64 * 1024) {
            pieces.add(java.util.Arrays.copyOfRange(content, at, Math.min(content.length, at + 64 * 1024)));
        }
        Iterable<byte[]> stepping = () -> new java.util.Iterator<>() {
            private final java.util.Iterator<byte[]> left = pieces.iterator();

            @Override
            public boolean hasNext() {
                return left.hasNext();
            }

            @Override
            public byte[] next() {
                step.accept(1);
                return left.next();
            }
        };
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(stepping), Math.max(content.length, 1));
    }

    private HttpResponse<byte[]> commitLines(String repository, String path, String file)
            throws IOException, InterruptedException {
        var header = "{\"key\":\"header\",\"value\":{\"summary\":\"Add " + path + "\",\"description\":\"\"}}";
        return post("/api/models/" + repository + "/commit/main", "application/x-ndjson", header + "\n" + file + "\n");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        step.accept(1);
        var response = http.send(request, BodyHandlers.ofByteArray());
        step.accept(1);
        return response;
    }

    static HttpResponse<byte[]> expect(int status, HttpResponse<byte[]> response) {
        if (response.statusCode() != status) {
            throw new AssertionError(response.request().method() + " " + response.uri() + " answered "
                    + response.statusCode() + " where " + status + " was expected: " + text(response));
        }
        return response;
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    /// The commit an answer acknowledges.
    static String commitOf(HttpResponse<byte[]> response) {
        var commit = COMMIT.matcher(text(response));
        if (!commit.find()) {
            throw new AssertionError("acknowledges no commit: " + text(response));
        }
        return commit.group(1);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
