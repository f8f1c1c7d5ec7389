package dev.assay.server.huggingface;

import dev.assay.repo.Conflict;
import dev.assay.repo.Kind;
import dev.assay.repo.Repositories;
import dev.assay.repo.RepositoryName;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;

/// `POST /api/repos/create` and `DELETE /api/repos/delete`.
public final class RepositoryRoutes {

    private final Repositories repositories;
    private final Callers callers;
    private final Links links;

    public RepositoryRoutes(Repositories repositories, Callers callers, Links links) {
        this.repositories = repositories;
        this.callers = callers;
        this.links = links;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/repos/create", this::create), Route.delete("/api/repos/delete", this::delete));
    }

    record Created(String url, String name, String id) {}

    private ServerResponse create(ServerRequest request) throws IOException {
        callers.account(request);
        var wish = Json.object(request);
        if (!Json.objects(wish, "files").isEmpty()) {
            throw new Failure(400, "Files cannot be sent when a repository is created; commit them afterwards.");
        }
        var kind = kind(wish);
        var name = name(request, wish);
        var url = links.repository(request, kind, name);
        try {
            var made = repositories.create(callers.of(request), kind, name, hidden(wish), Json.text(wish, "sdk"));
            return Json.ok(new Created(
                    links.repository(request, kind, made.name()), made.name().toString(), made.publicId()));
        } catch (Conflict taken) {
            // With `exist_ok` clients read the address out of this answer.
            return Json.answer(
                    409,
                    Map.of(),
                    Map.of("error", "You already created this " + kind.word() + " repo: " + name, "url", url));
        }
    }

    private ServerResponse delete(ServerRequest request) throws IOException {
        callers.account(request);
        var wish = Json.object(request);
        repositories.delete(callers.of(request), kind(wish), name(request, wish));
        return Json.ok(Map.of());
    }

    private RepositoryName name(ServerRequest request, JsonNode wish) {
        var name = Json.required(wish, "name");
        if (name.indexOf('/') >= 0) {
            return RepositoryName.of(name);
        }
        var owner = Json.text(wish, "organization");
        return new RepositoryName(owner.isEmpty() ? callers.account(request).name() : owner, name);
    }

    private static Kind kind(JsonNode wish) {
        var word = Json.text(wish, "type");
        return switch (word) {
            case "", "model" -> Kind.MODEL;
            case "dataset" -> Kind.DATASET;
            case "space" -> Kind.SPACE;
            default ->
                throw new Failure(400, "This hub keeps models, datasets and spaces; \"" + word + "\" is none of them.");
        };
    }

    /// `visibility` in newer clients, `private` in older ones; neither means the owner's default.
    private static Optional<Boolean> hidden(JsonNode wish) {
        var visibility = Json.text(wish, "visibility");
        if (!visibility.isEmpty()) {
            return switch (visibility) {
                case "public" -> Optional.of(false);
                case "private", "protected" -> Optional.of(true);
                default -> throw new Failure(400, "\"visibility\" must be public, private or protected.");
            };
        }
        var hidden = wish.get("private");
        if (hidden == null || hidden.isNull()) {
            return Optional.empty();
        }
        if (!hidden.isBoolean()) {
            throw new Failure(400, "\"private\" must be true or false.");
        }
        return Optional.of(hidden.booleanValue());
    }
}
