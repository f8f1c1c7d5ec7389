package dev.assay.server.http;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.assay.gate.Busy;
import dev.assay.gate.NoRoom;
import dev.assay.gate.Refused;
import dev.assay.repo.Conflict;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Missing;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Where every request comes in: finds its route, and gives every failure a sentence.
///
/// A room's refusal becomes a [Problem]; anything else is our fault, is logged once with a number, and the client
/// gets the number. No stack trace and no HTML error page leaves here.
public final class Door extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final System.Logger access = System.getLogger("dev.assay.access");
    private static final System.Logger log = System.getLogger(Door.class.getName());

    private static final ServerResponse.Context BARE = List::of;

    private final transient RouterFunction<ServerResponse> router;
    private final transient List<PathPattern> patterns;
    private final transient Traffic traffic;

    public Door(List<Route> routes, Traffic traffic) {
        var builder = RouterFunctions.route();
        for (var route : routes) {
            builder.route(
                    RequestPredicates.method(route.method()).and(RequestPredicates.path(route.pattern())),
                    route.handler());
        }
        this.router = builder.build();
        this.patterns = routes.stream()
                .map(Route::pattern)
                .distinct()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        this.traffic = traffic;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var began = System.nanoTime();
        var id = requestId(request);
        response.setHeader("X-Request-Id", id);
        try {
            write(request, response, id, answer(request, id));
        } finally {
            var nanos = System.nanoTime() - began;
            var pattern = request.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
            traffic.answered(
                    request.getMethod(), pattern == null ? "none" : pattern.toString(), response.getStatus(), nanos);
            log(request, response, id, nanos);
        }
    }

    private ServerResponse answer(HttpServletRequest servlet, String id) {
        try {
            var request = ServerRequest.create(servlet, List.of());
            HandlerFunction<ServerResponse> handler =
                    router.route(request).orElseThrow(() -> new Failure(unrouted(request)));
            return handler.handle(request);
        } catch (Exception | StackOverflowError failure) {
            return Json.problem(problem(servlet, id, failure));
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response, String id, ServerResponse answer)
            throws IOException {
        try {
            answer.writeTo(request, response, BARE);
        } catch (IOException gone) {
            // The client left, or a disk failed under a body that has begun: either way the connection is broken off,
            // so that a truncated body cannot pass for a whole one.
            log.log(WARNING, "request {0} broke off: {1}", id, gone.toString());
            throw gone;
        } catch (Exception failure) {
            var problem = problem(request, id, failure);
            if (response.isCommitted()) {
                throw new IOException("request " + id + " failed after its answer had begun");
            }
            response.reset();
            response.setHeader("X-Request-Id", id);
            try {
                Json.problem(problem).writeTo(request, response, BARE);
            } catch (jakarta.servlet.ServletException impossible) {
                throw new IOException(impossible);
            }
        }
    }

    private static Problem problem(HttpServletRequest request, String id, Throwable failure) {
        return switch (failure) {
            case Failure it -> it.problem();
            case Missing it -> Problem.of(it);
            case Refused it -> Problem.of(it);
            case Conflict it -> Problem.of(it);
            case Denied it -> request.getAttribute(Callers.NAME) == null ? Callers.signIn() : Problem.of(it);
            case Invalid it -> Problem.of(it);
            case NoRoom it -> Problem.of(it);
            case Busy it -> Problem.of(it);
            default -> {
                if (failure instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.log(
                        ERROR,
                        "request " + id + " failed: " + request.getMethod() + " " + request.getRequestURI(),
                        failure);
                yield new Problem(
                        500, "", "Something went wrong here.", "Please quote request " + id + " to the administrator.");
            }
        };
    }

    private Problem unrouted(ServerRequest request) {
        var path = request.requestPath().pathWithinApplication();
        return patterns.stream().anyMatch(it -> it.matches(path))
                ? new Problem(405, "Nothing here answers " + request.method() + ".")
                : new Problem(
                        404, "This hub has no such address: " + request.method() + " " + printable(request.path()));
    }

    /// An `x-request-id` comes back as it was; otherwise the answer's id holds the caller's trace id, if there is one.
    private static String requestId(HttpServletRequest request) {
        var own = request.getHeader("x-request-id");
        if (own != null && plain(own)) {
            return own;
        }
        var trace = request.getHeader("X-Amzn-Trace-Id");
        return trace != null && plain(trace)
                ? "Root=" + trace
                : UUID.randomUUID().toString();
    }

    private static boolean plain(String id) {
        return !id.isBlank() && id.length() <= 200 && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String printable(String text) {
        return dev.assay.inspect.Place.printable(text.length() > 300 ? text.substring(0, 300) + "..." : text);
    }

    private static void log(HttpServletRequest request, HttpServletResponse response, String id, long nanos) {
        var line = new LinkedHashMap<String, Object>();
        line.put("method", request.getMethod());
        // Without the query: presigned addresses carry their signature there.
        line.put("path", request.getRequestURI());
        line.put("status", response.getStatus());
        line.put("ms", nanos / 1_000_000);
        var caller = request.getAttribute(Callers.NAME);
        line.put("caller", caller == null ? "-" : caller);
        line.put("request", id);
        access.log(INFO, "answered", line);
    }
}
