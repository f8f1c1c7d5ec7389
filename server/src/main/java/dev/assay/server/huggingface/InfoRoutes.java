package dev.assay.server.huggingface;

import dev.assay.gate.Gate;
import dev.assay.gate.Standing;
import dev.assay.gate.Vault;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Page;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.Revision;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What repositories there are, and what one of them is: `GET /api/models`, `GET /api/models/{id}`,
/// `.../revision/{revision}`, `.../scan`; the same for datasets and spaces.
public final class InfoRoutes {

    private static final int LARGEST_PAGE = 1_000;
    private static final int PAGE = 100;

    /// Of repositories with all their files, which are read for each.
    private static final int FULL_PAGE = 20;

    private final Asked asked;
    private final Repositories repositories;
    private final Gate gate;
    private final Links links;
    private final Cards cards;
    private final Description description;

    public InfoRoutes(Asked asked, Repositories repositories, Gate gate, Vault vault, Links links) {
        this.asked = asked;
        this.repositories = repositories;
        this.gate = gate;
        this.links = links;
        this.cards = new Cards(repositories, gate, vault);
        this.description = new Description(repositories, cards);
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            var root = "/api/" + kind.plural();
            var one = root + "/{namespace}/{name}";
            routes.add(Route.get(root, request -> list(request, kind)));
            // Ids of one part were given out before there were namespaces; old scripts still ask for them.
            routes.add(Route.get(root + "/{name}", request -> {
                throw new Missing(Missing.Kind.REPOSITORY, "Repository not found");
            }));
            routes.add(Route.get(one, request -> info(request, kind)));
            routes.add(Route.get(one + "/revision/{revision}", request -> infoAt(request, kind)));
            routes.add(Route.get(one + "/scan", request -> scan(request, kind)));
        }
        return routes;
    }

    private ServerResponse list(ServerRequest request, Kind kind) throws IOException {
        var expand = expand(request, kind);
        var full = Asked.flag(request, "full");
        var filters = new ArrayList<>(Asked.all(request, "filter"));
        filters.addAll(Asked.all(request, "pipeline_tag"));
        var most = full || needsRevision(expand) ? FULL_PAGE : LARGEST_PAGE;
        Page<Repository> page = repositories.list(
                asked.caller(request),
                new Repositories.Query(
                        kind,
                        Asked.all(request, "search"),
                        request.param("author").orElse(""),
                        filters,
                        request.param("sort").filter("createdAt"::equals).orElse("lastModified"),
                        Asked.number(request, "limit", Math.min(PAGE, most), 1, most),
                        request.param("cursor").orElse("")));
        var items = new ArrayList<Map<String, Object>>();
        for (var it : page.items()) {
            // Tags repeat what the card says: asking for one must not tell what an uncleared card holds.
            if (!filters.isEmpty() && !cards.cleared(it)) {
                continue;
            }
            items.add(
                    expand.isEmpty()
                            ? item(it, full, Asked.flag(request, "cardData"))
                            : description.only(
                                    it, needsRevision(expand) ? description.head(it) : Optional.empty(), expand));
        }
        return Json.answer(
                200,
                page.next()
                        .map(it -> Map.of("Link", "<" + links.next(request, "cursor", it) + ">; rel=\"next\""))
                        .orElse(Map.of()),
                items);
    }

    private Map<String, Object> item(Repository repository, boolean full, boolean card) throws IOException {
        var head = full ? description.head(repository) : Optional.<Revision>empty();
        var item = head.isPresent() ? description.full(repository, head.get(), false) : description.brief(repository);
        // A model's card is only there when it was asked for by name.
        if (card || full && repository.kind() != Kind.MODEL) {
            item.put("cardData", cards.of(repository));
        } else {
            item.remove("cardData");
        }
        return item;
    }

    private static boolean needsRevision(Set<String> expand) {
        return expand.contains("sha")
                || expand.contains("siblings")
                || expand.contains("cardData")
                || expand.contains("runtime");
    }

    private ServerResponse info(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        return answer(request, repository, repositories.revision(repository, "main"));
    }

    private ServerResponse infoAt(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        return answer(request, repository, asked.revision(request, repository));
    }

    private ServerResponse answer(ServerRequest request, Repository repository, Revision revision) throws IOException {
        var expand = expand(request, repository.kind());
        if (!expand.isEmpty()) {
            return Json.ok(description.only(repository, Optional.of(revision), expand));
        }
        var shape = description.full(repository, revision, Asked.flag(request, "blobs"));
        if (Asked.flag(request, "securityStatus")) {
            shape.put("securityRepoStatus", scanned(revision));
        }
        return Json.ok(shape);
    }

    private ServerResponse scan(ServerRequest request, Kind kind) {
        var repository = asked.repository(request, kind);
        return Json.ok(scanned(repositories.revision(repository, "main")));
    }

    private static Set<String> expand(ServerRequest request, Kind kind) {
        var expand = new LinkedHashSet<>(Asked.all(request, "expand"));
        expand.addAll(Asked.all(request, "expand[]"));
        Properties.check(kind, expand);
        return expand;
    }

    record Scanned(boolean scansDone, List<Issue> filesWithIssues) {}

    record Issue(String path, String level) {}

    private Scanned scanned(Revision revision) {
        var done = true;
        var issues = new ArrayList<Issue>();
        for (var file : description.files(revision)) {
            var standing = file.digest().map(gate::standing).orElseGet(Standing.Absent::new);
            var level = FileSecurityStatus.level(standing);
            done &= !level.equals("queued") && !level.equals("unscanned");
            if (!level.equals("safe")) {
                issues.add(new Issue(file.path(), level));
            }
        }
        return new Scanned(done, issues);
    }
}
