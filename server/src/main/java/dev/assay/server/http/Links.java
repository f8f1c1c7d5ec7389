package dev.assay.server.http;

import dev.assay.repo.Kind;
import dev.assay.repo.RepositoryName;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/// Absolute addresses of this hub, as the caller reaches it.
public final class Links {

    private final Optional<String> published;

    /// @param published the address to give out, without a trailing slash; empty means: as the request came
    public Links(Optional<String> published) {
        this.published = published;
    }

    /// Scheme, host and port, without a trailing slash. Clients compare it with the endpoint they were given.
    public String base(ServerRequest request) {
        return published.orElseGet(() -> {
            var servlet = request.servletRequest();
            var host = servlet.getHeader("Host");
            return servlet.getScheme() + "://"
                    + (host == null ? servlet.getServerName() + ":" + servlet.getServerPort() : host);
        });
    }

    /// The page of a repository.
    public String repository(ServerRequest request, Kind kind, RepositoryName name) {
        return base(request) + "/" + kind.prefix() + name;
    }

    /// This request's own address with one query parameter set: how a list names its next page.
    public String next(ServerRequest request, String parameter, String value) {
        var servlet = request.servletRequest();
        var query = new StringBuilder();
        if (servlet.getQueryString() != null) {
            for (var pair : servlet.getQueryString().split("&", -1)) {
                if (!pair.isEmpty() && !pair.equals(parameter) && !pair.startsWith(parameter + "=")) {
                    query.append(pair).append('&');
                }
            }
        }
        return base(request) + servlet.getRequestURI() + "?" + query + parameter + "="
                + java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
    }
}
