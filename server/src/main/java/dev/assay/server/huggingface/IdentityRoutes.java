package dev.assay.server.huggingface;

import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.Membership;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `GET /api/whoami-v2`, and what clients ask before anything else.
public final class IdentityRoutes {

    private final Callers callers;

    public IdentityRoutes(Callers callers) {
        this.callers = callers;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/whoami-v2", this::whoami),
                Route.get(
                        "/api/agent-harnesses",
                        request -> Json.ok(Map.of("standardEnvVars", List.of(), "harnesses", Map.of()))));
    }

    private ServerResponse whoami(ServerRequest request) {
        Caller caller;
        try {
            caller = callers.of(request);
        } catch (Failure unknown) {
            // Clients look for these words.
            throw new Failure(401, "Invalid user token.");
        }
        var account = caller.account().orElseThrow(() -> new Failure(401, "Invalid user token."));
        return Json.ok(new Whoami(
                account.organization() ? "org" : "user",
                id(account),
                account.name(),
                account.fullName(),
                Optional.of(account.email()).filter(it -> !it.isEmpty()),
                !account.email().isEmpty(),
                false,
                false,
                "",
                caller.memberships().stream().map(Org::of).toList(),
                new Auth(
                        "access_token",
                        new AccessToken(
                                caller.tokenName(), caller.mayWrite() ? "write" : "read", Wire.time(caller.since())))));
    }

    private static String id(Account account) {
        return String.format(Locale.ROOT, "%024x", account.id());
    }

    record Whoami(
            String type,
            String id,
            String name,
            String fullname,
            Optional<String> email,
            boolean emailVerified,
            boolean isPro,
            boolean canPay,
            String avatarUrl,
            List<Org> orgs,
            Auth auth) {}

    record Org(
            String type,
            String id,
            String name,
            String fullname,
            String avatarUrl,
            boolean isEnterprise,
            String roleInOrg) {

        static Org of(Membership membership) {
            var organization = membership.organization();
            return new Org(
                    "org",
                    IdentityRoutes.id(organization),
                    organization.name(),
                    organization.fullName(),
                    "",
                    false,
                    membership.role().name().toLowerCase(Locale.ROOT));
        }
    }

    record Auth(String type, AccessToken accessToken) {}

    record AccessToken(String displayName, String role, String createdAt) {}
}
