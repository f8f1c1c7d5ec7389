package dev.assay.server.lfs;

import dev.assay.gate.Busy;
import dev.assay.gate.Gate;
import dev.assay.gate.NoRoom;
import dev.assay.gate.Refused;
import dev.assay.inspect.Digest;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import dev.assay.server.http.Seals;
import dev.assay.server.huggingface.Asked;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;

/// What git-lfs asks before and after it moves bytes: batch, verify, locks (git-lfs `docs/api`).
///
/// An object is "already here" only for whoever may name it in this repository; that somebody else has the same bytes
/// is nobody's business.
public final class LfsRoutes {

    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final int MOST_OBJECTS = 1_000;
    private static final int MOST_PARTS = 10_000;

    private final Asked asked;
    private final Callers callers;
    private final Repositories repositories;
    private final Gate gate;
    private final Links links;
    private final Seals seals;
    private final Clock clock;
    private final long partSize;
    private final long largest;

    public LfsRoutes(
            Asked asked,
            Callers callers,
            Repositories repositories,
            Gate gate,
            Links links,
            Seals seals,
            Clock clock,
            long partSize,
            long largest) {
        this.asked = asked;
        this.callers = callers;
        this.repositories = repositories;
        this.gate = gate;
        this.links = links;
        this.seals = seals;
        this.clock = clock;
        this.partSize = partSize;
        this.largest = largest;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : List.of(Kind.DATASET, Kind.SPACE, Kind.MODEL)) {
            var root = root(kind);
            routes.add(Route.post(root + "/objects/batch", spoken(request -> batch(request, kind))));
            routes.add(Route.post(root + "/objects/verify", spoken(request -> verify(request, kind))));
            routes.add(Route.post(root + "/locks/verify", spoken(request -> {
                asked.repository(request, kind);
                return answer(200, Map.of("ours", List.of(), "theirs", List.of()));
            })));
            routes.add(Route.get(root + "/locks", spoken(request -> {
                asked.repository(request, kind);
                return answer(200, Map.of("locks", List.of()));
            })));
            routes.add(Route.post(root + "/locks", spoken(request -> {
                throw new Failure(501, "This hub keeps no locks.");
            })));
        }
        return routes;
    }

    static String root(Kind kind) {
        return "/" + kind.prefix() + "{namespace}/{name}/info/lfs";
    }

    record Batch(String transfer, String hash_algo, List<Item> objects) {}

    record Item(
            String oid,
            long size,
            Optional<Boolean> authenticated,
            Optional<Map<String, Action>> actions,
            Optional<Fault> error) {

        static Item error(String oid, long size, int code, String message) {
            return new Item(oid, size, Optional.empty(), Optional.empty(), Optional.of(new Fault(code, message)));
        }
    }

    record Action(String href, Map<String, String> header, long expires_in) {}

    record Fault(int code, String message) {}

    private ServerResponse batch(ServerRequest request, Kind kind) throws IOException {
        var wish = Json.object(request);
        var objects = Json.objects(wish, "objects");
        if (objects.size() > MOST_OBJECTS) {
            throw new Failure(413, "Ask about at most " + MOST_OBJECTS + " objects at a time.");
        }
        var algorithm = Json.text(wish, "hash_algo");
        if (!algorithm.isEmpty() && !algorithm.equals("sha256")) {
            throw new Failure(409, "Objects here are named by sha256, not by " + algorithm + ".");
        }
        var operation = Json.text(wish, "operation");
        return switch (operation) {
            case "upload" -> upload(request, kind, wish, objects);
            case "download" -> download(request, kind, objects);
            default -> throw new Failure(422, "\"operation\" is upload or download.");
        };
    }

    /// Anybody with an account may send bytes for a repository they can see: they lie in quarantine, belong to nobody
    /// but the sender, and what becomes of them is decided when a commit names them.
    private ServerResponse upload(ServerRequest request, Kind kind, JsonNode wish, List<JsonNode> objects) {
        callers.account(request);
        var caller = callers.of(request);
        var repository = asked.repository(request, kind);
        if (!caller.mayWrite()) {
            throw new Denied("This token may only read.", "Use one with the role write.");
        }
        var transfers = wish.get("transfers");
        var multipart = transfers != null
                && transfers.isArray()
                && transfers.valueStream().anyMatch(it -> it.asString().equals("multipart"));
        var inParts = multipart && objects.stream().anyMatch(it -> Json.size(it, "size") > partSize);
        var token = callers.token(request);
        var items = objects.stream()
                .map(it -> uploading(request, repository, caller, token, it, inParts))
                .toList();
        return answer(200, new Batch(inParts ? "multipart" : "basic", "sha256", items));
    }

    private Item uploading(
            ServerRequest request,
            Repository repository,
            Caller caller,
            String token,
            JsonNode object,
            boolean inParts) {
        var oid = Json.required(object, "oid");
        var size = Json.size(object, "size");
        Digest digest;
        try {
            digest = new Digest(oid);
        } catch (IllegalArgumentException invalid) {
            return Item.error(oid, size, 422, "An oid is 64 lower-case hexadecimal digits of SHA-256.");
        }
        if (size > largest) {
            return Item.error(oid, size, 422, "Files of more than " + largest + " bytes are not taken here.");
        }
        if (gate.size(digest).isPresent() && repositories.mayName(caller, repository, digest)) {
            return new Item(oid, size, Optional.of(true), Optional.empty(), Optional.empty());
        }
        var kind = repository.kind();
        var base = base(request, repository);
        var header = new LinkedHashMap<String, String>();
        String href;
        if (inParts && size > partSize) {
            var parts = Math.ceilDiv(size, partSize);
            if (parts > MOST_PARTS) {
                return Item.error(oid, size, 422, "That is more than " + MOST_PARTS + " parts.");
            }
            var query = Pass.of("part", kind, repository.name(), digest, size, caller, clock)
                    .query(seals, token);
            header.put("chunk_size", Long.toString(partSize));
            for (long part = 1; part <= parts; part++) {
                header.put(String.format("%05d", part), base + "/objects/" + oid + "/parts/" + part + query);
            }
            href = base + "/objects/" + oid + "/parts" + query;
        } else {
            href = base + "/objects/" + oid
                    + Pass.of("put", kind, repository.name(), digest, size, caller, clock)
                            .query(seals, token);
        }
        var actions = new LinkedHashMap<String, Action>();
        actions.put("upload", new Action(href, header, Pass.SECONDS));
        actions.put("verify", new Action(base + "/objects/verify", authorization(request), Pass.SECONDS));
        return new Item(oid, size, Optional.of(true), Optional.of(actions), Optional.empty());
    }

    /// git-lfs sends with `verify` what we tell it to: the caller's own header, which nobody else sees.
    private static Map<String, String> authorization(ServerRequest request) {
        var header = request.servletRequest().getHeader("Authorization");
        return header == null ? Map.of() : Map.of("Authorization", header);
    }

    private ServerResponse download(ServerRequest request, Kind kind, List<JsonNode> objects) {
        var caller = callers.of(request);
        var repository = asked.repository(request, kind);
        var token = callers.token(request);
        var items = objects.stream()
                .map(it -> downloading(request, repository, caller, token, it))
                .toList();
        return answer(200, new Batch("basic", "sha256", items));
    }

    private Item downloading(
            ServerRequest request, Repository repository, Caller caller, String token, JsonNode object) {
        var oid = Json.required(object, "oid");
        var size = Json.size(object, "size");
        try {
            var digest = new Digest(oid);
            if (!repositories.holds(repository, digest)) {
                return Item.error(oid, size, 404, "No such object in " + repository.name() + ".");
            }
            gate.clear(digest);
            var href = base(request, repository) + "/objects/" + oid
                    + Pass.of("get", repository.kind(), repository.name(), digest, size, caller, clock)
                            .query(seals, token);
            return new Item(
                    oid,
                    size,
                    Optional.of(true),
                    Optional.of(Map.of("download", new Action(href, Map.of(), Pass.SECONDS))),
                    Optional.empty());
        } catch (IllegalArgumentException invalid) {
            return Item.error(oid, size, 422, "An oid is 64 lower-case hexadecimal digits of SHA-256.");
        } catch (Refused refused) {
            return Item.error(oid, size, 403, Problem.of(refused).text());
        }
    }

    private ServerResponse verify(ServerRequest request, Kind kind) throws IOException {
        callers.account(request);
        var repository = asked.repository(request, kind);
        var wish = Json.object(request);
        Digest digest;
        try {
            digest = new Digest(Json.required(wish, "oid"));
        } catch (IllegalArgumentException invalid) {
            throw new Failure(422, "An oid is 64 lower-case hexadecimal digits of SHA-256.");
        }
        var size = gate.size(digest);
        if (size.isEmpty() || !repositories.mayName(callers.of(request), repository, digest)) {
            throw new Failure(404, "No such object was sent to " + repository.name() + " by you.");
        }
        if (size.get() != Json.size(wish, "size")) {
            throw new Failure(422, "The object has " + size.get() + " bytes.");
        }
        return answer(200, Map.of());
    }

    private String base(ServerRequest request, Repository repository) {
        return links.repository(request, repository.kind(), repository.name()) + ".git/info/lfs";
    }

    static ServerResponse answer(int status, Object body) {
        return Json.bytes(status, Map.of(), TYPE, Json.write(body));
    }

    /// git-lfs reads `message`, where the other clients read `error`, and asks for a password only if it is told how.
    static HandlerFunction<ServerResponse> spoken(HandlerFunction<ServerResponse> handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Failure failure) {
                return spoken(failure.problem());
            } catch (Missing missing) {
                // An anonymous git only asks for a password when it is refused with 401.
                return spoken(
                        request.servletRequest().getHeader("Authorization") == null
                                ? new Problem(401, "RepoNotFound", "Repository not found", "")
                                        .with("WWW-Authenticate", "Basic realm=\"assay\"")
                                : Problem.of(missing));
            } catch (Denied denied) {
                return spoken(Problem.of(denied));
            } catch (Invalid invalid) {
                return spoken(Problem.of(invalid));
            } catch (Refused refused) {
                return spoken(Problem.of(refused));
            } catch (NoRoom full) {
                return spoken(Problem.of(full));
            } catch (Busy busy) {
                return spoken(Problem.of(busy));
            }
        };
    }

    private static ServerResponse spoken(Problem problem) {
        var headers = new LinkedHashMap<>(problem.headers());
        if (!problem.code().isEmpty()) {
            headers.put("X-Error-Code", problem.code());
        }
        headers.put("X-Error-Message", problem.headerText());
        if (problem.status() == 401) {
            headers.put("LFS-Authenticate", "Basic realm=\"assay\"");
        }
        return Json.bytes(
                problem.status(),
                headers,
                TYPE,
                Json.write(Map.of("message", problem.text(), "error", problem.text())));
    }
}
