package dev.assay.server.huggingface;

import dev.assay.repo.Kind;
import dev.assay.repo.PullRequest;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.server.http.Callers;
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

/// Pull requests: open one to commit to, list them, look at one, merge it, close it.
///
/// Hugging Face numbers them together with discussions; talk is not kept here yet.
public final class DiscussionRoutes {

    private static final int PAGE = 50;

    private final Asked asked;
    private final Callers callers;
    private final Repositories repositories;
    private final Links links;

    public DiscussionRoutes(Asked asked, Callers callers, Repositories repositories, Links links) {
        this.asked = asked;
        this.callers = callers;
        this.repositories = repositories;
        this.links = links;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            var all = "/api/" + kind.plural() + "/{namespace}/{name}/discussions";
            routes.add(Route.get(all, request -> list(request, kind)));
            routes.add(Route.post(all, request -> open(request, kind)));
            routes.add(Route.get(all + "/{number}", request -> one(request, kind)));
            routes.add(Route.post(all + "/{number}/merge", request -> merge(request, kind)));
            routes.add(Route.post(all + "/{number}/status", request -> status(request, kind)));
        }
        return routes;
    }

    record Author(String name, String type) {}

    record Named(String name, String type) {}

    /// @param num its number; its commits are at `refs/pr/NUM`
    /// @param held what keeps it from merging itself, told where one is asked for; ours alone
    record Line(
            long num,
            String title,
            Author author,
            Named repo,
            String status,
            boolean isPullRequest,
            String createdAt,
            List<String> held) {}

    record Page(List<Line> discussions, int count, int start) {}

    /// @param base ref that it would move
    /// @param mergeCommitId once it has
    record Changes(String base, Optional<String> mergeCommitId) {}

    record Details(
            long num,
            String title,
            Author author,
            Named repo,
            String status,
            boolean isPullRequest,
            String createdAt,
            List<String> held,
            Changes changes,
            boolean filesWithConflicts,
            List<Object> events) {}

    private static Line line(Repository repository, PullRequest it, Audience audience) {
        return new Line(
                it.number(),
                it.title(),
                new Author(it.author(), "user"),
                new Named(repository.name().toString(), repository.kind().word()),
                word(it.status()),
                true,
                Wire.time(it.createdAt()),
                it.objections().stream()
                        .flatMap(against -> Reasons.of(against.path(), against.standing(), audience).stream())
                        .toList());
    }

    /// Clients know draft, open, closed and merged. What is held or conflicts has not ended, so it is open.
    private static String word(PullRequest.Status status) {
        return switch (status) {
            case DRAFT -> "draft";
            case OPEN, HELD, CONFLICTING -> "open";
            case MERGED -> "merged";
            case CLOSED -> "closed";
        };
    }

    private ServerResponse list(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        var type = request.param("type").orElse("all");
        var status = request.param("status").orElse("all");
        var author = request.param("author").orElse("");
        var found = repositories.pullRequests(repository).stream()
                .filter(it -> !type.equals("discussion"))
                .filter(it -> author.isEmpty() || it.author().equals(author))
                .map(it -> line(repository, it, Audience.EVERYBODY))
                .filter(it -> switch (status) {
                    case "open" -> it.status.equals("open") || it.status.equals("draft");
                    case "closed" -> it.status.equals("closed") || it.status.equals("merged");
                    default -> true;
                })
                .toList();
        var start = Asked.number(request, "p", 0, 0, Integer.MAX_VALUE / PAGE) * PAGE;
        var page = found.stream().skip(start).limit(PAGE).toList();
        return Json.ok(new Page(page, found.size(), start));
    }

    private ServerResponse open(ServerRequest request, Kind kind) throws IOException {
        callers.account(request);
        var repository = asked.repository(request, kind);
        var wish = Json.object(request);
        var pull = wish.get("pullRequest");
        if (pull == null || !pull.asBoolean()) {
            throw new Failure(new Problem(
                    501,
                    "",
                    "Discussions are not kept here yet, only pull requests.",
                    "Send a change instead: create_pr=True, or hf upload --create-pr."));
        }
        var number = repositories.openPullRequest(
                asked.caller(request),
                repository,
                Json.required(wish, "title"),
                Json.text(wish, "description"),
                "main");
        var opened = new LinkedHashMap<String, Object>();
        opened.put("num", number);
        opened.put("url", links.repository(request, kind, repository.name()) + "/discussions/" + number);
        opened.put("pullRequest", true);
        return Json.ok(opened);
    }

    private ServerResponse one(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        return details(request, repository, number(request));
    }

    private ServerResponse details(ServerRequest request, Repository repository, long number) {
        var it = repositories.pullRequest(repository, number);
        var line = line(repository, it, Audience.of(asked.caller(request), repository, repositories));
        var merged = it.status() == PullRequest.Status.MERGED ? Optional.of(it.head()) : Optional.<String>empty();
        return Json.ok(new Details(
                line.num,
                line.title,
                line.author,
                line.repo,
                line.status,
                true,
                line.createdAt,
                line.held,
                new Changes(it.base().startsWith("refs/") ? it.base() : "refs/heads/" + it.base(), merged),
                it.status() == PullRequest.Status.CONFLICTING,
                List.of()));
    }

    private ServerResponse merge(ServerRequest request, Kind kind) {
        callers.account(request);
        var repository = asked.repository(request, kind);
        repositories.mergePullRequest(asked.caller(request), repository, number(request));
        return Json.ok(Map.of());
    }

    private ServerResponse status(ServerRequest request, Kind kind) throws IOException {
        callers.account(request);
        var repository = asked.repository(request, kind);
        var wanted = Json.required(Json.object(request), "status");
        if (!wanted.equals("closed")) {
            throw new Failure(new Problem(
                    501, "", "A pull request here is not opened again.", "Send its changes as another one."));
        }
        repositories.closePullRequest(asked.caller(request), repository, number(request));
        return details(request, repository, number(request));
    }

    private static long number(ServerRequest request) {
        try {
            return Long.parseLong(request.pathVariable("number"));
        } catch (NumberFormatException notANumber) {
            throw new Failure(404, "Pull requests have numbers.");
        }
    }
}
