package dev.assay.server.operations;

import dev.assay.gate.Gate;
import dev.assay.gate.Standing;
import dev.assay.inspect.Digest;
import dev.assay.judge.Ruling;
import dev.assay.judge.Verdict;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.RepositoryName;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import dev.assay.server.huggingface.Audience;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// How one blob stands, and an administrator's decision about it.
///
/// `GET /api/assay/blobs/{sha256}` is for administrators, and with `?repository=models/owner/name` for everybody who
/// can see that repository and finds the blob in it (cut short for those who may not write to it). `POST .../decision
/// {"decision": "release" | "convict",
/// "because": ...}` is for administrators.
public final class BlobRoutes {

    private final Callers callers;
    private final Repositories repositories;
    private final Gate gate;

    public BlobRoutes(Callers callers, Repositories repositories, Gate gate) {
        this.callers = callers;
        this.repositories = repositories;
        this.gate = gate;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/assay/blobs/{sha256}", this::standing),
                Route.post("/api/assay/blobs/{sha256}/decision", this::decide));
    }

    /// @param state absent, waiting, unexamined, judged, released or convicted
    /// @param why for one that could not be examined, or was decided
    /// @param who decided
    record Shape(
            String sha256,
            String state,
            Optional<Long> size,
            boolean cleared,
            Optional<String> why,
            Optional<String> who,
            Optional<String> verdict,
            Optional<String> outcome,
            Optional<String> policy,
            List<RulingShape> rulings) {}

    record RulingShape(String place, String sentence, String outcome, String because) {

        static RulingShape of(Ruling ruling, Audience audience) {
            return new RulingShape(
                    audience.cut(ruling.finding().at().toString(), 0),
                    audience.cut(ruling.finding().predicate(), 0),
                    ruling.outcome().name().toLowerCase(Locale.ROOT),
                    ruling.because());
        }
    }

    private ServerResponse standing(ServerRequest request) {
        var digest = digest(request);
        var caller = callers.of(request);
        var audience = administrator(caller)
                ? Audience.WRITERS
                : audience(caller, request.param("repository").orElse(""), digest);
        return Json.ok(shape(digest, gate.standing(digest), audience));
    }

    /// What the caller may be told of a blob in this repository.
    ///
    /// @throws Missing unless they can see it there
    private Audience audience(Caller caller, String repository, Digest digest) {
        for (var kind : Kind.values()) {
            var prefix = kind.plural() + "/";
            if (repository.startsWith(prefix)) {
                var found = repositories.find(caller, kind, RepositoryName.of(repository.substring(prefix.length())));
                if (repositories.holds(found, digest)) {
                    return Audience.of(caller, found, repositories);
                }
                throw new Missing(Missing.Kind.ENTRY, "No such blob in " + repository);
            }
        }
        throw new Denied(
                "Only an administrator may ask about a blob by its digest alone",
                "Say where you have seen it: ?repository=models/owner/name");
    }

    private ServerResponse decide(ServerRequest request) throws IOException {
        var account = callers.account(request);
        if (!account.admin() || !callers.of(request).mayWrite()) {
            throw new Denied("Only an administrator may decide about a blob", "Ask one, and say why.");
        }
        var digest = digest(request);
        var wish = Json.object(request);
        var decision = Json.required(wish, "decision");
        if (!decision.equals("release") && !decision.equals("convict")) {
            throw new Failure(400, "\"decision\" is release or convict.");
        }
        try {
            return Json.ok(shape(
                    digest,
                    gate.decide(digest, decision.equals("release"), account.name(), Json.required(wish, "because")),
                    Audience.WRITERS));
        } catch (IllegalArgumentException invalid) {
            throw new Failure(new Problem(400, String.valueOf(invalid.getMessage())));
        }
    }

    private static boolean administrator(Caller caller) {
        return caller.account().filter(it -> it.admin()).isPresent();
    }

    private static Digest digest(ServerRequest request) {
        try {
            return new Digest(request.pathVariable("sha256"));
        } catch (IllegalArgumentException invalid) {
            throw new Invalid("That is not a SHA-256 digest", "Use 64 lower-case hexadecimal digits.");
        }
    }

    private Shape shape(Digest digest, Standing standing, Audience audience) {
        return switch (standing) {
            case Standing.Absent it -> plain(digest, "absent", Optional.empty());
            case Standing.Waiting it -> plain(digest, "waiting", Optional.empty());
            case Standing.Unexamined it -> plain(digest, "unexamined", Optional.of(it.why()));
            case Standing.Judged it -> judged(digest, it.verdict(), audience);
            case Standing.Decided it ->
                new Shape(
                        digest.hex(),
                        it.released() ? "released" : "convicted",
                        gate.size(digest),
                        it.released(),
                        Optional.of(it.because()),
                        Optional.of(it.who()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        };
    }

    private Shape plain(Digest digest, String state, Optional<String> why) {
        return new Shape(
                digest.hex(),
                state,
                gate.size(digest),
                false,
                why,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Shape judged(Digest digest, Verdict verdict, Audience audience) {
        return new Shape(
                digest.hex(),
                "judged",
                gate.size(digest),
                verdict.against().isEmpty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(verdict.word().name()),
                Optional.of(verdict.outcome().name().toLowerCase(Locale.ROOT)),
                Optional.of(verdict.policy()),
                verdict.rulings().stream()
                        .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                        .limit(audience.findings())
                        .map(it -> RulingShape.of(it, audience))
                        .toList());
    }
}
