package dev.assay.cli.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Inspections;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A hub that is asked for the files of a repository. The token is told to the hub and to nobody it sends
/// us to.
public final class Hub {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_PAGE = 64 << 20;
    private static final int MOST_FILES = 1_000_000;
    private static final int MOST_HOPS = 5;
    private static final int LONGEST_TOKEN = 4_096;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

    private final URI address;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Hub(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /// @param address as the person gave it; if empty, that in `HF_ENDPOINT`
    /// @param environment where `HF_ENDPOINT`, `HF_TOKEN` and the places of the token's file are looked up
    /// @throws IllegalArgumentException with a sentence if there is no usable address
    public static Hub of(String address, Map<String, String> environment) {
        var named = address.isEmpty() ? environment.getOrDefault("HF_ENDPOINT", "") : address;
        if (named.isEmpty()) {
            throw new IllegalArgumentException("say which hub: --hub URL, or HF_ENDPOINT in the environment");
        }
        try {
            var uri = URI.create(named.replaceAll("/+$", ""));
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("no scheme or host");
            }
            return new Hub(uri, token(environment));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'" + named + "' is not the address of a hub: it looks like https://hub.example.org", wrong);
        }
    }

    private static String token(Map<String, String> environment) {
        var told = environment.getOrDefault("HF_TOKEN", "").strip();
        if (!told.isEmpty()) {
            return told;
        }
        var cache = Path.of(
                environment.getOrDefault("XDG_CACHE_HOME", environment.getOrDefault("HOME", "") + "/.cache"),
                "huggingface");
        var home = Path.of(environment.getOrDefault("HF_HOME", cache.toString()));
        var file = Path.of(
                environment.getOrDefault("HF_TOKEN_PATH", home.resolve("token").toString()));
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_TOKEN), UTF_8).strip();
        } catch (IOException none) {
            return "";
        }
    }

    /// The files of a repository at one commit.
    ///
    /// @param commit what the revision is now
    public record Tree(String commit, List<Listed> files) {

        public Tree {
            files = List.copyOf(files);
        }
    }

    /// @throws IOException with a sentence if the hub cannot be reached, refuses, or answers nonsense
    public Tree tree(Reference reference) throws IOException {
        var base = address + "/api/" + reference.kind() + "/" + reference.name();
        var commit = commit(ask(base + "/revision/" + encoded(reference.revision())));
        var files = new ArrayList<Listed>();
        var page = Optional.of(base + "/tree/" + encoded(commit) + "?recursive=true");
        while (page.isPresent()) {
            var answer = get(URI.create(page.get()));
            try (var body = answer.body()) {
                files.addAll(Listing.read(bounded(body)));
            }
            if (files.size() > MOST_FILES) {
                throw new IOException("the repository lists more than " + MOST_FILES + " files");
            }
            page = next(answer);
        }
        files.sort((a, b) -> a.path().compareTo(b.path()));
        return new Tree(commit, files);
    }

    /// The bytes of a file at a commit; to be closed. They end where the connection does, which may be
    /// early.
    ///
    /// @throws IOException with a sentence if the hub refuses, whose words it repeats
    public InputStream open(Reference reference, String commit, Listed file) throws IOException {
        var prefix = reference.kind().equals("models") ? "" : reference.kind() + "/";
        var path = Arrays.stream(file.path().split("/", -1)).map(Hub::encoded).collect(Collectors.joining("/"));
        return get(URI.create(address + "/" + prefix + reference.name() + "/resolve/" + encoded(commit) + "/" + path))
                .body();
    }

    /// What a hub of ours has found in every file it holds.
    ///
    /// @throws IOException with a sentence if the hub refuses, or what comes breaks off
    public void inspections(Inspections.Each each) throws IOException {
        var page = Optional.of(address + "/api/assay/inspections");
        while (page.isPresent()) {
            var answer = get(URI.create(page.get()));
            try (var body = answer.body()) {
                Inspections.read(body, each);
            }
            page = next(answer);
        }
    }

    private byte[] ask(String address) throws IOException {
        try (var body = get(URI.create(address)).body()) {
            return bounded(body);
        }
    }

    private static byte[] bounded(InputStream body) throws IOException {
        var bytes = body.readNBytes(LONGEST_PAGE + 1);
        if (bytes.length > LONGEST_PAGE) {
            throw new IOException("the hub's answer is longer than " + LONGEST_PAGE + " bytes");
        }
        return bytes;
    }

    private HttpResponse<InputStream> get(URI first) throws IOException {
        var uri = first;
        for (var hop = 0; hop <= MOST_HOPS; hop++) {
            var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("User-Agent", "assay");
            if (!token.isEmpty() && sameOrigin(uri)) {
                request.header("Authorization", "Bearer " + token);
            }
            var answer = send(request.build());
            if (answer.statusCode() == 200) {
                return answer;
            }
            answer.body().close();
            var to = answer.headers().firstValue("Location");
            if (answer.statusCode() < 300 || answer.statusCode() >= 400 || to.isEmpty()) {
                throw new IOException(refusal(answer));
            }
            uri = followed(uri, to.get());
        }
        throw new IOException("the hub sends us from one address to the next");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IOException broken) {
            var why = broken.getMessage();
            throw new IOException(
                    "the hub at " + address + " cannot be reached: " + (why == null ? broken.toString() : why), broken);
        }
    }

    private static URI followed(URI from, String location) throws IOException {
        try {
            var to = from.resolve(location);
            var scheme = String.valueOf(to.getScheme());
            if (to.getHost() != null && (scheme.equals("https") || scheme.equals(from.getScheme()))) {
                return to;
            }
        } catch (IllegalArgumentException nonsense) {
            throw new IOException("the hub sends us to an address that is none", nonsense);
        }
        throw new IOException("the hub sends us to an address that is less safe than its own");
    }

    private boolean sameOrigin(URI uri) {
        return uri.getScheme().equals(address.getScheme())
                && uri.getHost().equals(address.getHost())
                && uri.getPort() == address.getPort();
    }

    private Optional<String> next(HttpResponse<?> answer) throws IOException {
        var matcher = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        if (!matcher.find()) {
            return Optional.empty();
        }
        var next = answer.uri().resolve(matcher.group(1));
        if (!sameOrigin(next)) {
            throw new IOException("the hub's list of files goes on at another hub");
        }
        return Optional.of(next.toString());
    }

    /// What a hub says when it does not give something out, in its own words.
    private static String refusal(HttpResponse<?> answer) {
        var code =
                answer.headers().firstValue("X-Error-Code").map(it -> " " + it).orElse("");
        var words = answer.headers()
                .firstValue("X-Error-Message")
                .map(it -> ": " + it)
                .orElse("");
        return switch (answer.statusCode()) {
            case 401 -> "the hub wants a token (401" + code + ")" + words + "; set HF_TOKEN";
            case 403 -> "the hub refuses it (403" + code + ")" + words;
            case 404 -> "the hub has no such thing (404" + code + ")" + words;
            default -> "the hub answers " + answer.statusCode() + code + words;
        };
    }

    private static String commit(byte[] info) throws IOException {
        var found = new ArrayList<String>();
        try {
            Json.value(MemorySegment.ofArray(info), new Json.Listener() {
                @Override
                public void string(long at, List<String> path, String value) {
                    if (path.equals(List.of("sha"))) {
                        found.add(value);
                    }
                }
            });
        } catch (Malformed malformed) {
            throw new IOException("the hub's answer is not JSON: " + malformed.rule(), malformed);
        }
        if (found.size() != 1 || !found.getFirst().matches("[0-9a-f]{40,64}")) {
            throw new IOException("the hub does not say which commit the revision is");
        }
        return found.getFirst();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }
}
