package dev.assay.server.huggingface;

import dev.assay.repo.Commit;
import dev.assay.repo.Conflict;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Ref;
import dev.assay.repo.Repositories;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Commits, branches and tags.
public final class HistoryRoutes {

    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 1_000;

    private final Asked asked;
    private final Repositories repositories;
    private final Links links;

    public HistoryRoutes(Asked asked, Repositories repositories, Links links) {
        this.asked = asked;
        this.repositories = repositories;
        this.links = links;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            var one = "/api/" + kind.plural() + "/{namespace}/{name}";
            routes.add(Route.get(one + "/commits/{revision}", request -> commits(request, kind)));
            routes.add(Route.get(one + "/refs", request -> refs(request, kind)));
            routes.add(Route.post(one + "/branch/{branch}", request -> createBranch(request, kind)));
            routes.add(Route.delete(one + "/branch/{branch}", request -> deleteBranch(request, kind)));
            routes.add(Route.post(one + "/tag/{revision}", request -> createTag(request, kind)));
            routes.add(Route.delete(one + "/tag/{tag}", request -> deleteTag(request, kind)));
        }
        return routes;
    }

    record Line(
            String id, String title, String message, String date, List<Author> authors, Optional<Formatted> formatted) {

        static Line of(Commit commit, boolean formatted) {
            return new Line(
                    commit.id(),
                    commit.title(),
                    commit.message(),
                    Wire.time(commit.at()),
                    List.of(new Author(commit.author())),
                    formatted
                            ? Optional.of(new Formatted(escaped(commit.title()), escaped(commit.message())))
                            : Optional.empty());
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }

    record Author(String user) {}

    /// @param title as HTML
    /// @param message as HTML
    record Formatted(String title, String message) {}

    private ServerResponse commits(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var revision = asked.revision(request, repository);
        var limit = Asked.number(request, "limit", PAGE, 1, LARGEST_PAGE);
        var number = Asked.number(request, "p", 0, 0, Integer.MAX_VALUE / LARGEST_PAGE);
        var formatted = Asked.all(request, "expand[]").contains("formatted")
                || Asked.all(request, "expand").contains("formatted");
        var total = repositories.commitCount(revision);
        var page = repositories.commits(revision, number * limit, limit);
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Total-Count", Long.toString(total));
        if ((number + 1L) * limit < total) {
            headers.put("Link", "<" + links.next(request, "p", Integer.toString(number + 1)) + ">; rel=\"next\"");
        }
        return Json.answer(
                200,
                headers,
                page.items().stream().map(it -> Line.of(it, formatted)).toList());
    }

    record RefShape(String name, String ref, String targetCommit) {}

    private ServerResponse refs(ServerRequest request, Kind kind) {
        var refs = repositories.refs(asked.repository(request, kind));
        var shape = new LinkedHashMap<String, Object>();
        shape.put("branches", below(refs, "refs/heads/"));
        shape.put("converts", below(refs, "refs/convert/"));
        shape.put("tags", below(refs, "refs/tags/"));
        shape.put("pullRequests", Asked.flag(request, "include_prs") ? below(refs, "refs/pr/") : List.of());
        return Json.ok(shape);
    }

    private static List<RefShape> below(List<Ref> refs, String prefix) {
        return refs.stream()
                .filter(it -> it.ref().startsWith(prefix))
                .map(it -> new RefShape(it.name(), it.ref(), it.commit()))
                .toList();
    }

    private ServerResponse createBranch(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        var branch = request.pathVariable("branch");
        if (branch.startsWith("refs/")) {
            throw new Failure(400, "Invalid reference for a branch: " + branch);
        }
        var wish = body(request);
        if (wish.get("emptyBranch") != null && wish.get("emptyBranch").asBoolean()) {
            throw new Failure(400, "A branch here starts at a commit; leave out emptyBranch.");
        }
        try {
            repositories.createBranch(
                    asked.caller(request),
                    repository,
                    branch,
                    Json.text(wish, "startingPoint"),
                    wish.get("overwrite") != null && wish.get("overwrite").asBoolean());
        } catch (Conflict exists) {
            throw new Failure(409, "Reference refs/heads/" + branch + " already exists");
        }
        return Json.ok(Map.of());
    }

    private ServerResponse deleteBranch(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var branch = request.pathVariable("branch");
        if (branch.equals("main")) {
            throw new Failure(403, "Cannot delete refs/heads/main");
        }
        return deleted(() -> repositories.deleteBranch(asked.caller(request), repository, branch), branch);
    }

    private ServerResponse createTag(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        var wish = Json.object(request);
        var tag = Json.required(wish, "tag");
        try {
            repositories.createTag(
                    asked.caller(request),
                    repository,
                    tag,
                    request.pathVariable("revision"),
                    Json.text(wish, "message"));
        } catch (Conflict exists) {
            throw new Failure(409, "Reference refs/tags/" + tag + " already exists");
        }
        return Json.ok(Map.of());
    }

    private ServerResponse deleteTag(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var tag = request.pathVariable("tag");
        return deleted(() -> repositories.deleteTag(asked.caller(request), repository, tag), tag);
    }

    private static ServerResponse deleted(Runnable deletion, String name) {
        try {
            deletion.run();
        } catch (Missing missing) {
            throw missing.kind() == Missing.Kind.REVISION
                    ? new Failure(new Problem(404, "RevisionNotFound", "Invalid rev id: " + name, ""))
                    : missing;
        }
        return Json.ok(Map.of());
    }

    /// Clients leave the body out when they have nothing to say.
    private static tools.jackson.databind.JsonNode body(ServerRequest request) throws IOException {
        var bytes = Json.body(request, 1 << 16);
        return Json.object(bytes.length == 0 ? new byte[] {'{', '}'} : bytes);
    }
}
