package dev.assay.server.huggingface;

import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.RepositoryName;
import dev.assay.repo.Revision;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import java.util.List;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/// What a request asks about: who asks, which repository, which revision, as its address says.
public final class Asked {

    private final Repositories repositories;
    private final Callers callers;

    public Asked(Repositories repositories, Callers callers) {
        this.repositories = repositories;
        this.callers = callers;
    }

    public Caller caller(ServerRequest request) {
        return callers.of(request);
    }

    /// The repository in `{namespace}/{name}`, if this caller may know of it. A name that cannot be is missing like
    /// any other.
    public Repository repository(ServerRequest request, Kind kind) {
        return repositories.find(caller(request), kind, name(request));
    }

    /// @return the name in the address, with or without git's `.git`
    public static RepositoryName name(ServerRequest request) {
        var name = request.pathVariable("name");
        try {
            return new RepositoryName(
                    request.pathVariable("namespace"),
                    name.endsWith(".git") ? name.substring(0, name.length() - 4) : name);
        } catch (Invalid impossible) {
            throw new Missing(Missing.Kind.REPOSITORY, "Repository not found");
        }
    }

    public Revision revision(ServerRequest request, Repository repository) {
        return repositories.revision(repository, request.pathVariable("revision"));
    }

    /// Checks that the caller may commit to the revision in the address, or at least propose to, as the request does.
    ///
    /// @throws Denied with what they can do instead
    void checkCommitter(ServerRequest request, Repository repository) {
        callers.account(request);
        var caller = caller(request);
        if (!caller.mayWrite()) {
            throw new Denied("This token may only read", "Use one with the role write.");
        }
        if (!flag(request, "create_pr")
                && !repositories.mayCommit(caller, repository, request.pathVariable("revision"))) {
            throw new Denied(
                    "You may not write to " + repository.name(),
                    "Ask its owner, or send a pull request (create_pr=True, hf upload --create-pr).");
        }
    }

    /// The rest of the address, without its leading slash.
    public static String path(ServerRequest request) {
        var rest = request.pathVariable("path");
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    /// `true`, `True`, `1` and `yes`; everything else, and nothing, is false.
    static boolean flag(ServerRequest request, String parameter) {
        return request.param(parameter).map(Asked::flag).orElse(false);
    }

    static boolean flag(String text) {
        return text.equalsIgnoreCase("true") || text.equals("1") || text.equalsIgnoreCase("yes");
    }

    static List<String> all(ServerRequest request, String parameter) {
        return Optional.ofNullable(request.params().get(parameter)).orElse(List.of());
    }

    /// A number in the query, moved into its bounds.
    static int number(ServerRequest request, String parameter, int otherwise, int least, int most) {
        var text = request.param(parameter);
        if (text.isEmpty() || text.get().isEmpty()) {
            return otherwise;
        }
        try {
            return Math.clamp(Long.parseLong(text.get()), least, most);
        } catch (NumberFormatException notANumber) {
            throw new Failure(400, "\"" + parameter + "\" must be a number, not \"" + text.get() + "\".");
        }
    }
}
