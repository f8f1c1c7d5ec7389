package dev.assay.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.gate.Vault;
import dev.assay.repo.Conflict;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Every page, and the style sheet.
public final class Pages {

    private static final byte[] STYLE = resource("style.css");
    private static final byte[] MARK = resource("mark.svg");

    private final Callers callers;
    private final BrowseRoutes browse;
    private final PullRoutes pulls;
    private final SignInRoutes signIn;

    public Pages(Repositories repositories, Gate gate, Vault vault, Callers callers, People people, Links links) {
        this.callers = callers;
        this.browse = new BrowseRoutes(repositories, gate, vault, callers);
        this.pulls = new PullRoutes(repositories, callers);
        this.signIn = new SignInRoutes(people, callers, links);
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(Route.get("/assets/style.css", request -> asset(STYLE, "text/css; charset=utf-8")));
        routes.add(Route.get("/assets/mark.svg", request -> asset(MARK, "image/svg+xml")));
        routes.add(Route.get("/favicon.ico", request -> asset(MARK, "image/svg+xml")));
        routes.add(Route.get("/login", page(signIn::form)));
        routes.add(Route.post("/login", page(signIn::enter)));
        routes.add(Route.post("/logout", page(signIn::leave)));
        routes.add(Route.get("/", page(request -> browse.home(request, Kind.MODEL))));
        for (var kind : Kind.values()) {
            routes.add(Route.get("/" + kind.plural(), page(request -> browse.home(request, kind))));
        }
        for (var kind : List.of(Kind.DATASET, Kind.SPACE, Kind.MODEL)) {
            var one = "/" + kind.prefix() + "{namespace}/{name}";
            routes.add(Route.get(one, page(request -> browse.repository(request, kind))));
            routes.add(Route.get(one + "/tree/{revision}/{*path}", page(request -> browse.folder(request, kind))));
            routes.add(Route.get(one + "/blob/{revision}/{*path}", page(request -> browse.file(request, kind))));
            routes.add(Route.get(one + "/commit/{revision}", page(request -> browse.commit(request, kind))));
            routes.add(Route.get(one + "/discussions", page(request -> pulls.list(request, kind))));
            routes.add(Route.get(one + "/discussions/{number}", page(request -> pulls.one(request, kind))));
        }
        return routes;
    }

    private static ServerResponse asset(byte[] bytes, String type) {
        return Json.bytes(200, Map.of("Cache-Control", "public, max-age=3600"), type, bytes);
    }

    /// What a person did wrong is told on a page; what we did wrong goes on to the door, which logs it.
    private HandlerFunction<ServerResponse> page(HandlerFunction<ServerResponse> handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Failure failure) {
                return problem(request, failure.problem());
            } catch (Missing missing) {
                return problem(request, Problem.of(missing));
            } catch (Refused refused) {
                return problem(request, Problem.of(refused));
            } catch (Denied denied) {
                return problem(request, Problem.of(denied));
            } catch (Conflict conflict) {
                return problem(request, Problem.of(conflict));
            } catch (Invalid invalid) {
                return problem(request, Problem.of(invalid));
            }
        };
    }

    private ServerResponse problem(ServerRequest request, Problem problem) {
        var signedIn = callers.byCookie(request).account();
        var hint = problem.hint().isEmpty() && problem.status() == 404 && signedIn.isEmpty()
                ? "If it is private, sign in first."
                : problem.hint();
        return Templates.page(
                problem.status(),
                "problem",
                new ProblemPage(
                        new Shell("Not here", signedIn.map(it -> it.name()).orElse("")),
                        problem.status(),
                        problem.sentence(),
                        hint));
    }

    /// The shell of a page for whoever asks.
    static Shell shell(Callers callers, ServerRequest request, String title) {
        return new Shell(
                title, callers.of(request).account().map(it -> it.name()).orElse(""));
    }

    static String link(Repository repository) {
        return "/" + repository.kind().prefix() + repository.name();
    }

    /// A path as it stands in an address: `/` stays, everything else that means something there is encoded.
    static String encoded(String path) {
        return URLEncoder.encode(path, UTF_8).replace("+", "%20").replace("%2F", "/");
    }

    /// A revision is one segment of an address, whatever it holds.
    static String segment(String revision) {
        return URLEncoder.encode(revision, UTF_8).replace("+", "%20");
    }

    private static byte[] resource(String name) {
        try (var in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new IllegalStateException("this build's " + name + " cannot be read", broken);
        }
    }
}
