package dev.assay.server.huggingface;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.Vault;
import dev.assay.inspect.Digest;
import dev.assay.repo.Entry;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Revision;
import dev.assay.server.http.BlobAnswer;
import dev.assay.server.http.Json;
import dev.assay.server.http.Route;
import dev.assay.server.http.Traffic;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `{repository}/resolve/{revision}/{path}` and `.../raw/...`: the door every download goes through.
///
/// HEAD tells what a tree tells (name, size, digest) for every file that is published. GET asks the gate first, and
/// what it says against the file is what the client prints: clients show the reason of a refused GET, and swallow
/// that of a refused HEAD. There are no redirects, so there is nothing that could be asked twice.
public final class ResolveRoutes {

    /// What a browser may show; everything else is a download, and nothing is ever run.
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("jsonl", "text/plain; charset=utf-8"),
            Map.entry("yaml", "text/plain; charset=utf-8"),
            Map.entry("yml", "text/plain; charset=utf-8"),
            Map.entry("csv", "text/plain; charset=utf-8"),
            Map.entry("py", "text/plain; charset=utf-8"),
            Map.entry("gitattributes", "text/plain; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"));

    private final Asked asked;
    private final Repositories repositories;
    private final Gate gate;
    private final Vault vault;
    private final Traffic traffic;

    public ResolveRoutes(Asked asked, Repositories repositories, Gate gate, Vault vault, Traffic traffic) {
        this.asked = asked;
        this.repositories = repositories;
        this.gate = gate;
        this.vault = vault;
        this.traffic = traffic;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : List.of(Kind.DATASET, Kind.SPACE, Kind.MODEL)) {
            var one = "/" + kind.prefix() + "{namespace}/{name}";
            routes.add(Route.head(one + "/resolve/{revision}/{*path}", request -> head(request, kind, false)));
            routes.add(Route.get(one + "/resolve/{revision}/{*path}", request -> get(request, kind, false)));
            routes.add(Route.head(one + "/raw/{revision}/{*path}", request -> head(request, kind, true)));
            routes.add(Route.get(one + "/raw/{revision}/{*path}", request -> get(request, kind, true)));
        }
        routes.add(Route.head("/{name}/resolve/{revision}/{*path}", request -> legacy()));
        routes.add(Route.get("/{name}/resolve/{revision}/{*path}", request -> legacy()));
        return routes;
    }

    /// Ids of one part were given out before there were namespaces; this hub never did.
    private static ServerResponse legacy() {
        throw new Missing(Missing.Kind.REPOSITORY, "Repository not found");
    }

    private record Found(Revision revision, Entry entry, Digest digest) {

        String etag() {
            return entry.large() ? digest.hex() : entry.oid();
        }
    }

    private Found found(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var revision = asked.revision(request, repository);
        var path = Asked.path(request);
        var entry = repositories
                .entry(revision, path)
                .filter(it -> !it.folder())
                .orElseThrow(() -> new Missing(
                        Missing.Kind.ENTRY,
                        "'" + path + "' is not in " + repository.name() + " at " + request.pathVariable("revision"),
                        revision.commit()));
        return new Found(revision, entry, entry.digest().orElseThrow());
    }

    private ServerResponse head(ServerRequest request, Kind kind, boolean raw) {
        var found = found(request, kind);
        if (raw && found.entry.large()) {
            return pointer(found);
        }
        var head = ServerResponse.status(200);
        headers(request, found).forEach(head::header);
        return head.header("ETag", '"' + found.etag() + '"')
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .build((asking, response) -> {
                    response.setContentType(type(found.entry.path()));
                    response.setContentLengthLong(found.entry.size());
                    return null;
                });
    }

    private ServerResponse get(ServerRequest request, Kind kind, boolean raw) throws IOException {
        var found = found(request, kind);
        if (raw && found.entry.large()) {
            return pointer(found);
        }
        var blob = vault.open(gate.clear(found.digest));
        return new BlobAnswer(blob, found.etag(), type(found.entry.path()), headers(request, found), traffic)
                .answer(request.servletRequest());
    }

    /// What git holds in place of a large file: its digest and size, which every tree tells as well.
    private static ServerResponse pointer(Found found) {
        var text = "version https://git-lfs.github.com/spec/v1\noid sha256:" + found.digest.hex() + "\nsize "
                + found.entry.size() + "\n";
        return Json.bytes(
                200,
                Map.of("X-Repo-Commit", found.revision.commit(), "ETag", '"' + found.entry.oid() + '"'),
                "text/plain; charset=utf-8",
                text.getBytes(US_ASCII));
    }

    private static Map<String, String> headers(ServerRequest request, Found found) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Repo-Commit", found.revision.commit());
        if (found.entry.large()) {
            headers.put("X-Linked-Etag", '"' + found.etag() + '"');
            headers.put("X-Linked-Size", Long.toString(found.entry.size()));
        }
        headers.put("Content-Disposition", disposition(request, found.entry.path()));
        // A branch moves, and a commit's file may be convicted later: whoever keeps a copy asks again.
        headers.put("Cache-Control", "no-cache");
        return headers;
    }

    private static String disposition(ServerRequest request, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var plain = name.codePoints()
                .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        var encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return (Asked.flag(request, "download") ? "attachment" : "inline") + "; filename*=UTF-8''" + encoded
                + "; filename=\"" + plain + "\"";
    }

    private static String type(String path) {
        var dot = path.lastIndexOf('.');
        return TYPES.getOrDefault(
                dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
    }
}
