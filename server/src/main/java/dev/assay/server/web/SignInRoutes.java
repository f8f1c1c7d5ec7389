package dev.assay.server.web;

import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.time.Duration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Signing in with a token, and out again. The browser keeps the token in a cookie that no script can read and no
/// other site can send.
final class SignInRoutes {

    private static final Duration KEPT = Duration.ofDays(7);

    private final People people;
    private final Callers callers;
    private final Links links;

    SignInRoutes(People people, Callers callers, Links links) {
        this.people = people;
        this.callers = callers;
        this.links = links;
    }

    ServerResponse form(ServerRequest request) {
        return form(request, 200, "");
    }

    ServerResponse enter(ServerRequest request) {
        fromHere(request);
        var token = request.param("token").orElse("").strip();
        if (token.isEmpty()) {
            return form(request, 400, "Paste a token first.");
        }
        if (token.length() > 1_000 || people.authenticate(token).isEmpty()) {
            return form(request, 401, "No account has this token. Was it pasted whole?");
        }
        return ServerResponse.seeOther(URI.create(back(request)))
                .cookie(cookie(request, token, KEPT))
                .build();
    }

    ServerResponse leave(ServerRequest request) {
        fromHere(request);
        return ServerResponse.seeOther(URI.create("/"))
                .cookie(cookie(request, "", Duration.ZERO))
                .build();
    }

    private ServerResponse form(ServerRequest request, int status, String wrong) {
        var account = callers.byCookie(request).account().map(it -> it.name()).orElse("");
        return Templates.page(status, "signin", new SignInPage(new Shell("Sign in", account), wrong, back(request)));
    }

    /// Another site must not sign anybody in or out: browsers say where a form came from.
    private static void fromHere(ServerRequest request) {
        var servlet = request.servletRequest();
        var site = servlet.getHeader("Sec-Fetch-Site");
        var origin = servlet.getHeader("Origin");
        var host = servlet.getHeader("Host");
        var elsewhere = (site != null && !site.equals("same-origin") && !site.equals("none"))
                || (origin != null && (host == null || !origin.endsWith("://" + host)));
        if (elsewhere) {
            throw new Failure(new Problem(
                    403,
                    "",
                    "This form was sent from another site.",
                    "Open this hub's own sign-in page and use that."));
        }
    }

    /// Where to go afterwards: an address on this hub, whatever the form says.
    private static String back(ServerRequest request) {
        var back = request.param("back").orElse("/");
        return back.matches("/(?![/\\\\])[\\x21-\\x7e]{0,500}") ? back : "/";
    }

    private Cookie cookie(ServerRequest request, String token, Duration kept) {
        var cookie = new Cookie(Callers.COOKIE, token);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setMaxAge((int) kept.toSeconds());
        cookie.setAttribute("SameSite", "Strict");
        // Behind a proxy the socket is plain, and the browser's is not.
        cookie.setSecure(links.base(request).startsWith("https:"));
        return cookie;
    }
}
