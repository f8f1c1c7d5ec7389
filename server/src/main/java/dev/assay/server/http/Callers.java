package dev.assay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/// Who asks: the account behind a Bearer token, the password of Basic (git's way), or the cookie of the pages.
/// Here tokens are read from requests, but for those of Xet uploads, and they are never logged.
public final class Callers {

    /// Holds the token of somebody who signed in to the pages: `HttpOnly`, `SameSite=Strict`.
    public static final String COOKIE = "assay_token";

    /// Where the door finds the caller's name for the log.
    static final String NAME = "assay.caller";

    private final People people;

    public Callers(People people) {
        this.people = people;
    }

    /// The caller of this request; [Caller#NOBODY] if it names nobody.
    ///
    /// @throws Failure 401 if there is a token and it is not valid: whoever sends one means to be somebody
    public Caller of(ServerRequest request) {
        var servlet = request.servletRequest();
        var token = header(servlet);
        if (token.isPresent()) {
            return known(
                    servlet,
                    authenticate(token.get())
                            .orElseThrow(() ->
                                    new Failure(new Problem(401, "", "Invalid credentials in Authorization header", "")
                                            .with("WWW-Authenticate", "Basic realm=\"assay\""))));
        }
        // A cookie travels without its owner's doing: alone it may read, and never change anything.
        var reading = servlet.getMethod().equals("GET") || servlet.getMethod().equals("HEAD");
        return known(servlet, reading ? byCookie(request) : Caller.NOBODY);
    }

    /// Whoever is signed in to the pages. A page that changes something must check its own form token as well.
    public Caller byCookie(ServerRequest request) {
        return cookie(request).flatMap(this::authenticate).orElse(Caller.NOBODY);
    }

    /// The account of this request.
    ///
    /// @throws Failure 401 for an anonymous one
    public Account account(ServerRequest request) {
        return of(request).account().orElseThrow(() -> new Failure(Callers.signIn()));
    }

    /// By which name the token of this request is kept ([People#nameOf]); empty if it bears none.
    public String token(ServerRequest request) {
        var servlet = request.servletRequest();
        return header(servlet).or(() -> cookie(request)).map(People::nameOf).orElse("");
    }

    public static Problem signIn() {
        return new Problem(
                        401,
                        "",
                        "This needs a token.",
                        "Set HF_TOKEN, or sign in with: hf auth login --token YOUR_TOKEN")
                .with("WWW-Authenticate", "Basic realm=\"assay\"");
    }

    private static Optional<String> cookie(ServerRequest request) {
        var cookies = request.servletRequest().getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(it -> it.getName().equals(COOKIE))
                        .findFirst()
                        .map(Cookie::getValue);
    }

    private Optional<Caller> authenticate(String token) {
        return token.isEmpty() || token.length() > 1_000 ? Optional.empty() : people.authenticate(token);
    }

    private static Caller known(HttpServletRequest request, Caller caller) {
        caller.account().ifPresent(it -> request.setAttribute(NAME, it.name()));
        return caller;
    }

    private static Optional<String> header(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        var space = header.indexOf(' ');
        var scheme = space < 0 ? header : header.substring(0, space);
        var rest = space < 0 ? "" : header.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return Optional.of(rest);
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            try {
                var pair = new String(Base64.getDecoder().decode(rest), UTF_8);
                return Optional.of(pair.substring(pair.indexOf(':') + 1));
            } catch (IllegalArgumentException notBase64) {
                return Optional.of("");
            }
        }
        return Optional.of("");
    }
}
