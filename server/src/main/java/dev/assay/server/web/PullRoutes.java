package dev.assay.server.web;

import dev.assay.repo.Decision;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.PullRequest;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.server.http.Callers;
import dev.assay.server.huggingface.Asked;
import dev.assay.server.huggingface.Audience;
import dev.assay.server.huggingface.Offer;
import dev.assay.server.huggingface.Reasons;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What waits: pull requests, and what the gate has against them.
final class PullRoutes {

    private static final int PULLS = 50;

    private final Repositories repositories;
    private final Callers callers;

    PullRoutes(Repositories repositories, Callers callers) {
        this.repositories = repositories;
        this.callers = callers;
    }

    ServerResponse list(ServerRequest request, Kind kind) {
        var repository = find(request, kind);
        var link = Pages.link(repository);
        var page = repositories.pullRequests(
                repository, PULLS, request.param("mark").orElse(""));
        var lines = page.items().stream()
                .map(it -> new PullsPage.Line(
                        it.number(),
                        it.title(),
                        it.author(),
                        it.status().name().toLowerCase(Locale.ROOT),
                        Words.day(it.createdAt()),
                        link + "/discussions/" + it.number()))
                .toList();
        return Templates.page(
                200,
                "pulls",
                new PullsPage(
                        Pages.shell(callers, request, "Pull requests of " + repository.name()),
                        repository.name().toString(),
                        link,
                        lines,
                        page.next().map(mark -> link + "/discussions?mark=" + Pages.segment(mark))));
    }

    ServerResponse one(ServerRequest request, Kind kind) {
        var repository = find(request, kind);
        var pull = repositories.pullRequest(repository, number(request));
        var audience = Audience.of(callers.of(request), repository, repositories);
        return Templates.page(
                200,
                "pull",
                new PullPage(
                        Pages.shell(callers, request, pull.title()),
                        repository.name().toString(),
                        Pages.link(repository),
                        pull.number(),
                        pull.title(),
                        pull.author(),
                        pull.base(),
                        pull.head(),
                        pull.status().name().toLowerCase(Locale.ROOT),
                        meaning(pull.status()),
                        Words.day(pull.createdAt()),
                        pull.objections().stream().map(it -> line(it, audience)).toList()));
    }

    private static FileLine line(Decision.Objection objection, Audience audience) {
        return new FileLine(
                objection.path(),
                "",
                "",
                Optional.of(Badge.of(objection.standing())),
                Stream.concat(
                                Reasons.of(objection.path(), objection.standing(), audience).stream(),
                                Offer.of(objection.path(), objection.standing()).stream())
                        .toList());
    }

    private static String meaning(PullRequest.Status status) {
        return switch (status) {
            case DRAFT -> "Its author is still at it.";
            case OPEN -> "Everything in it is cleared; it waits for somebody to merge it.";
            case HELD -> "Something in it is not cleared. Nobody can read it until it is; then it publishes itself.";
            case CONFLICTING -> "It is cleared, but the branch has changed the same files since.";
            case MERGED -> "It is part of the branch.";
            case CLOSED -> "It was closed, and nothing of it was published.";
        };
    }

    private Repository find(ServerRequest request, Kind kind) {
        return repositories.find(callers.of(request), kind, Asked.name(request));
    }

    private static long number(ServerRequest request) {
        var text = request.pathVariable("number");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new Missing(Missing.Kind.PULL_REQUEST, "There is no pull request '" + text + "'.");
        }
        return Long.parseLong(text);
    }
}
