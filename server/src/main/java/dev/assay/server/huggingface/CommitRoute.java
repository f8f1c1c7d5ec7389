package dev.assay.server.huggingface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.inspect.Place;
import dev.assay.repo.Decision;
import dev.assay.repo.Invalid;
import dev.assay.repo.Kind;
import dev.assay.repo.Operation;
import dev.assay.repo.Proposal;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Links;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Route;
import dev.assay.server.http.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `POST .../commit/{revision}`: a proposal, carried out as far as the gate allows.
///
/// Clients take every 200 for "published" and look no further. So a plain commit that is held is answered with an
/// error, as a refused one is: 400, whose body both the library and its command line print in full and do not retry.
public final class CommitRoute {

    private static final int MOST_FILES_NAMED = 10;

    private final Asked asked;
    private final Repositories repositories;
    private final Gate gate;
    private final Links links;
    private final Traffic traffic;
    private final Path spool;
    private final Reserve reserve;

    public CommitRoute(
            Asked asked,
            Repositories repositories,
            Gate gate,
            Links links,
            Traffic traffic,
            Path spool,
            Reserve reserve) {
        this.asked = asked;
        this.repositories = repositories;
        this.gate = gate;
        this.links = links;
        this.traffic = traffic;
        this.spool = spool;
        this.reserve = reserve;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            routes.add(Route.post(
                    "/api/" + kind.plural() + "/{namespace}/{name}/commit/{revision}",
                    request -> commit(request, kind)));
        }
        return routes;
    }

    record Committed(
            boolean success, String commitOid, String commitUrl, String hookOutput, Optional<String> pullRequestUrl) {}

    private ServerResponse commit(ServerRequest request, Kind kind) throws IOException, InterruptedException {
        var repository = asked.repository(request, kind);
        var asPullRequest = Asked.flag(request, "create_pr");
        asked.checkCommitter(request, repository);
        try (var body = new CommitBody(gate, traffic, spool, reserve)) {
            body.read(request.servletRequest().getInputStream());
            var header = body.header();
            checkCard(body.operations());
            var decision = repositories.commit(
                    asked.caller(request),
                    repository,
                    new Proposal(
                            request.pathVariable("revision"),
                            header.summary(),
                            header.description(),
                            header.parent(),
                            body.operations(),
                            asPullRequest));
            return answer(request, repository, decision);
        } catch (Invalid invalid) {
            throw new Failure(new Problem(422, "", invalid.what(), invalid.hint()));
        }
    }

    /// A card whose metadata cannot be read would be kept for nothing, and its author believes that it says something.
    private static void checkCard(List<Operation> operations) throws IOException {
        for (var operation : operations) {
            if (operation instanceof Operation.Put put && put.path().equals("README.md")) {
                try (var in = put.content().open()) {
                    var card = new String(in.readNBytes(Cards.LONGEST), UTF_8);
                    Cards.wrong(card).ifPresent(it -> {
                        throw new Failure(400, "Invalid metadata in README.md.\n" + Problem.line(Place.printable(it)));
                    });
                }
            }
        }
    }

    private ServerResponse answer(ServerRequest request, Repository repository, Decision decision) {
        return switch (decision) {
            case Decision.Published it -> committed(request, repository, it.commit(), it.pullRequest(), Map.of());
            case Decision.Held it -> {
                if (!it.asked()) {
                    throw new Failure(held(request, repository, it));
                }
                yield committed(
                        request,
                        repository,
                        it.commit(),
                        Optional.of(it.pullRequest()),
                        Map.of("X-HF-Warning", warning(request, repository, it)));
            }
            case Decision.Turned it -> throw new Failure(turned(it));
        };
    }

    private ServerResponse committed(
            ServerRequest request,
            Repository repository,
            String commit,
            Optional<Long> pullRequest,
            Map<String, String> headers) {
        var home = links.repository(request, repository.kind(), repository.name());
        return Json.answer(
                200,
                headers,
                new Committed(
                        true,
                        commit,
                        home + "/commit/" + commit,
                        "",
                        pullRequest.map(it -> home + "/discussions/" + it)));
    }

    private String address(ServerRequest request, Repository repository, long pullRequest) {
        return links.repository(request, repository.kind(), repository.name()) + "/discussions/" + pullRequest;
    }

    private String warning(ServerRequest request, Repository repository, Decision.Held held) {
        var problem = new Problem(
                200,
                "security; " + String.join("; ", reasons(held.objections())) + "; held until it is cleared, see "
                        + address(request, repository, held.pullRequest()));
        return problem.headerText();
    }

    private Problem held(ServerRequest request, Repository repository, Decision.Held held) {
        return new Problem(
                400,
                "Held",
                "Not published yet: this commit is held, because\n" + lines(held.objections()),
                "It is kept as pull request " + held.pullRequest() + " ("
                        + address(request, repository, held.pullRequest()) + ") and publishes itself on "
                        + request.pathVariable("revision")
                        + " when every file is cleared. Nothing has to be sent again."
                        + offers(held.objections()));
    }

    private static Problem turned(Decision.Turned turned) {
        var convicted = turned.objections().stream()
                .filter(it -> Reasons.convicts(it.standing()))
                .toList();
        var one = convicted.size() == 1;
        return new Problem(
                400,
                "Convicted",
                "Refused: nothing of this commit was published, because\n" + lines(convicted),
                "Leave " + (one ? "this file" : "these files") + " out, or save what "
                        + (one ? "it holds" : "they hold")
                        + " in a format that runs nothing (safetensors for weights). If this is a mistake, an"
                        + " administrator of this hub can release " + (one ? "it" : "them") + ": "
                        + digests(convicted) + "." + offers(convicted));
    }

    /// What its sender can do about a file of tensors.
    private static String offers(List<Decision.Objection> objections) {
        return objections.stream()
                .flatMap(it -> Offer.of(it.path(), it.standing()).stream())
                .distinct()
                .limit(MOST_FILES_NAMED)
                .map(it -> " " + it)
                .collect(Collectors.joining());
    }

    /// Names the bytes for whoever decides about them: a refused file has no address.
    private static String digests(List<Decision.Objection> objections) {
        return objections.stream()
                .limit(MOST_FILES_NAMED)
                .map(it -> "sha256 " + it.digest().hex())
                .collect(Collectors.joining(", "));
    }

    private static String lines(List<Decision.Objection> objections) {
        return reasons(objections).stream().map(Problem::line).collect(Collectors.joining());
    }

    private static List<String> reasons(List<Decision.Objection> objections) {
        var reasons = new ArrayList<String>();
        objections.stream()
                .limit(MOST_FILES_NAMED)
                .flatMap(it -> Reasons.of(it.path(), it.standing(), Audience.WRITERS).stream())
                .map(Place::printable)
                .forEach(reasons::add);
        if (objections.size() > MOST_FILES_NAMED) {
            reasons.add("and " + (objections.size() - MOST_FILES_NAMED) + " more files");
        }
        return reasons;
    }
}
