package dev.assay.server.http;

import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// One line of the hub's surface: a method, a pattern, and what answers it.
///
/// Routes are data, so that a test can walk over all of them. That test fills the patterns in by name, so a
/// variable means the same thing everywhere: `{namespace}`, `{name}` a repository, `{revision}` a revision,
/// `{*path}` a path in it, `{sha256}` a blob.
///
/// @param pattern a Spring path pattern; segments are decoded once, after matching, so that `%2F` stays in its segment
public record Route(HttpMethod method, String pattern, HandlerFunction<ServerResponse> handler) {

    public static Route get(String pattern, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.GET, pattern, handler);
    }

    public static Route head(String pattern, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.HEAD, pattern, handler);
    }

    public static Route post(String pattern, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.POST, pattern, handler);
    }

    public static Route put(String pattern, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.PUT, pattern, handler);
    }

    public static Route delete(String pattern, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.DELETE, pattern, handler);
    }
}
