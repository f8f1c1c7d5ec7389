package dev.assay.server.huggingface;

import dev.assay.gate.Gate;
import dev.assay.gate.Standing;
import dev.assay.repo.Commit;
import dev.assay.repo.Entry;
import dev.assay.repo.Kind;
import dev.assay.repo.Repositories;
import dev.assay.repo.Revision;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What is in a revision: `GET .../tree/{revision}/{path}` and `POST .../paths-info/{revision}`.
public final class TreeRoutes {

    private static final int PAGE = 1_000;
    /// Last commits and verdicts are dearer than names.
    private static final int EXPANDED_PAGE = 100;

    private static final int MOST_PATHS = 10_000;

    private final Asked asked;
    private final Repositories repositories;
    private final Gate gate;
    private final Links links;

    public TreeRoutes(Asked asked, Repositories repositories, Gate gate, Links links) {
        this.asked = asked;
        this.repositories = repositories;
        this.gate = gate;
        this.links = links;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            var one = "/api/" + kind.plural() + "/{namespace}/{name}";
            routes.add(Route.get(one + "/tree/{revision}/{*path}", request -> tree(request, kind)));
            routes.add(Route.post(one + "/paths-info/{revision}", request -> pathsInfo(request, kind)));
        }
        return routes;
    }

    record Item(
            String type,
            String path,
            String oid,
            long size,
            Optional<Wire.Lfs> lfs,
            Optional<Wire.LastCommit> lastCommit,
            Optional<FileSecurityStatus> securityFileStatus) {}

    private ServerResponse tree(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var revision = asked.revision(request, repository);
        var expand = Asked.flag(request, "expand");
        var most = expand ? EXPANDED_PAGE : PAGE;
        var page = repositories.tree(
                revision,
                Asked.path(request),
                Asked.flag(request, "recursive"),
                Asked.number(request, "limit", most, 1, most),
                request.param("cursor").orElse(""));
        return Json.answer(
                200,
                page.next()
                        .map(it -> Map.of("Link", "<" + links.next(request, "cursor", it) + ">; rel=\"next\""))
                        .orElse(Map.of()),
                items(request, revision, page.items(), expand));
    }

    private ServerResponse pathsInfo(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        var revision = asked.revision(request, repository);
        var wish = wish(request);
        var entries = wish.paths.stream()
                .flatMap(it -> repositories.entry(revision, it).stream())
                .toList();
        return Json.ok(items(request, revision, entries, wish.expand));
    }

    private record Wish(List<String> paths, boolean expand) {}

    /// Python sends a form, everybody else JSON.
    private static Wish wish(ServerRequest request) throws IOException {
        var type = request.servletRequest().getContentType();
        Wish wish;
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            wish = new Wish(Asked.all(request, "paths"), Asked.flag(request, "expand"));
        } else {
            var body = Json.object(request);
            var paths = body.get("paths");
            var list = paths == null
                    ? List.<String>of()
                    : paths.isArray()
                            ? paths.valueStream().map(it -> it.asString()).toList()
                            : List.of(paths.asString());
            var expand = body.get("expand");
            wish = new Wish(list, expand != null && Asked.flag(expand.asString()));
        }
        if (wish.paths.size() > MOST_PATHS) {
            throw new Failure(400, "Ask for at most " + MOST_PATHS + " paths at a time.");
        }
        return wish;
    }

    private List<Item> items(ServerRequest request, Revision revision, List<Entry> entries, boolean expand) {
        var audience = Audience.of(asked.caller(request), revision.repository(), repositories);
        Map<String, Commit> commits = expand
                ? repositories.lastCommits(
                        revision, entries.stream().map(Entry::path).toList())
                : Map.of();
        return entries.stream()
                .map(it -> new Item(
                        it.folder() ? "directory" : "file",
                        it.path(),
                        it.oid(),
                        it.size(),
                        Wire.Lfs.of(it),
                        Optional.ofNullable(commits.get(it.path())).map(Wire.LastCommit::of),
                        expand && !it.folder() ? Optional.of(status(it, audience)) : Optional.empty()))
                .toList();
    }

    private FileSecurityStatus status(Entry file, Audience audience) {
        return FileSecurityStatus.of(
                file.path(), file.digest().map(gate::standing).orElseGet(Standing.Absent::new), audience);
    }
}
