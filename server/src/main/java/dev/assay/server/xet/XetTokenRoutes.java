package dev.assay.server.xet;

import dev.assay.repo.Denied;
import dev.assay.repo.Kind;
import dev.assay.repo.Repositories;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import dev.assay.server.huggingface.Asked;
import dev.assay.xet.XorbStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Where a client asks for the address and the token to send large files with.
///
/// The address names the day, this store and the account, because a client remembers by address what it has sent and
/// does not send it again: another day, another store or another account on the same machine starts afresh.
public final class XetTokenRoutes {

    private final Asked asked;
    private final Callers callers;
    private final Repositories repositories;
    private final Links links;
    private final XetTokens tokens;
    private final XorbStore xorbs;

    public XetTokenRoutes(
            Asked asked, Callers callers, Repositories repositories, Links links, XetTokens tokens, XorbStore xorbs) {
        this.asked = asked;
        this.callers = callers;
        this.repositories = repositories;
        this.links = links;
        this.tokens = tokens;
        this.xorbs = xorbs;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            var one = "/api/" + kind.plural() + "/{namespace}/{name}";
            routes.add(Route.get(one + "/xet-write-token/{revision}", request -> write(request, kind)));
            routes.add(Route.get(one + "/xet-read-token/{revision}", request -> read(request, kind)));
        }
        return List.copyOf(routes);
    }

    /// Some clients read the JSON, others the headers: they say the same.
    ///
    /// @param exp seconds since the epoch
    record Granted(String casUrl, long exp, String accessToken) {

        Map<String, String> headers() {
            return Map.of(
                    "X-Xet-Cas-Url", casUrl,
                    "X-Xet-Access-Token", accessToken,
                    "X-Xet-Token-Expiration", Long.toString(exp));
        }
    }

    /// The revision does not matter, and clients without one send `None`: the token is for sending bytes, and
    /// whether a commit may name them, and where, is decided when it is made.
    private ServerResponse write(ServerRequest request, Kind kind) {
        var caller = asked.caller(request);
        var repository = asked.repository(request, kind);
        var account = caller.account().orElseThrow(() -> new Failure(Callers.signIn()));
        if (!caller.mayWrite()) {
            throw new Denied("This token may only read.", "Use a token with the role write.");
        }
        if (!repositories.writable(caller, repository) && !proposes(request)) {
            throw new Denied(
                    "You may not write to " + repository.name() + ".",
                    "Propose the change instead: create_pr=True, or hf upload --create-pr.");
        }
        var signed = tokens.grant(account.name(), account.id(), kind, repository.name(), callers.token(request));
        var granted = new Granted(
                links.base(request) + XetRoutes.address(xorbs.epoch(), account.id()),
                signed.grant().ends().getEpochSecond(),
                signed.text());
        return Json.answer(200, granted.headers(), granted);
    }

    /// Whoever may see a repository may propose a change to it.
    private static boolean proposes(ServerRequest request) {
        return request.param("create_pr").filter(it -> !it.equals("0")).isPresent()
                || request.pathVariable("revision").startsWith("refs/pr/");
    }

    private ServerResponse read(ServerRequest request, Kind kind) {
        asked.repository(request, kind);
        throw new Failure(new Problem(
                404,
                "",
                "This hub serves files by plain HTTP only, not through Xet.",
                "Set HF_HUB_DISABLE_XET=1 if your client insists."));
    }
}
