package dev.assay.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.gate.Standing;
import dev.assay.gate.Vault;
import dev.assay.inspect.Digest;
import dev.assay.repo.Change;
import dev.assay.repo.Entry;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.PullRequest;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.Revision;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Callers;
import dev.assay.server.huggingface.Asked;
import dev.assay.server.huggingface.Audience;
import dev.assay.server.huggingface.Cards;
import dev.assay.server.huggingface.Offer;
import dev.assay.server.huggingface.Reasons;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Looking around: lists, repositories, folders, files.
final class BrowseRoutes {

    private static final int REPOSITORIES = 30;
    private static final int FILES = 200;
    private static final int TAGS = 8;

    /// A longer card is not a card; it can still be downloaded.
    private static final long LONGEST_CARD = 512 << 10;

    private final Repositories repositories;
    private final Gate gate;
    private final Vault vault;
    private final Callers callers;
    private final Cards cards;

    BrowseRoutes(Repositories repositories, Gate gate, Vault vault, Callers callers) {
        this.repositories = repositories;
        this.gate = gate;
        this.vault = vault;
        this.callers = callers;
        this.cards = new Cards(repositories, gate, vault);
    }

    ServerResponse home(ServerRequest request, Kind kind) {
        var search = request.param("search").orElse("").strip();
        var words = search.isEmpty() ? List.<String>of() : List.of(search.split("\\s+"));
        var page = repositories.list(
                callers.of(request),
                new Repositories.Query(
                        kind,
                        words,
                        "",
                        List.of(),
                        "lastModified",
                        REPOSITORIES,
                        request.param("mark").orElse("")));
        var lines = page.items().stream()
                .map(it -> new HomePage.RepositoryLine(
                        it.name().toString(), Pages.link(it), it.hidden(), Words.day(it.modifiedAt()), tags(it)))
                .toList();
        var next = page.next()
                .map(mark -> "/" + kind.plural() + "?search=" + Pages.segment(search) + "&mark=" + Pages.segment(mark));
        return Templates.page(
                200,
                "home",
                new HomePage(
                        Pages.shell(callers, request, capital(kind.plural())), kind.plural(), search, lines, next));
    }

    ServerResponse repository(ServerRequest request, Kind kind) throws IOException {
        var repository = find(request, kind);
        return folder(request, repository, "main", "");
    }

    ServerResponse folder(ServerRequest request, Kind kind) throws IOException {
        return folder(request, find(request, kind), request.pathVariable("revision"), path(request));
    }

    private ServerResponse folder(ServerRequest request, Repository repository, String asked, String folder)
            throws IOException {
        var revision = repositories.revision(repository, asked);
        var link = Pages.link(repository);
        var page = repositories.tree(
                revision, folder, false, FILES, request.param("mark").orElse(""));
        var at = link + "/tree/" + Pages.segment(asked);
        var audience = Audience.of(callers.of(request), repository, repositories);
        var files =
                page.items().stream().map(it -> line(it, link, asked, audience)).toList();
        var pulls = repositories.pullRequestCounts(repository);
        var commit = repositories.commits(revision, 0, 1).items();
        return Templates.page(
                200,
                "repository",
                new RepositoryPage(
                        Pages.shell(callers, request, repository.name().toString()),
                        repository.kind().plural(),
                        repository.name().toString(),
                        link,
                        repository.hidden(),
                        asked,
                        revision.commit(),
                        commit.isEmpty() ? "" : commit.getFirst().title(),
                        folder,
                        folder.isEmpty() ? Optional.empty() : Optional.of(at + "/" + Pages.encoded(above(folder))),
                        files,
                        folder.isEmpty() ? card(revision, link, asked) : "",
                        folder.isEmpty() ? tags(repository) : List.of(),
                        page.next().map(mark -> at + "/" + Pages.encoded(folder) + "?mark=" + Pages.segment(mark)),
                        pulls.values().stream().mapToLong(it -> it).sum(),
                        pulls.getOrDefault(PullRequest.Status.HELD, 0L)));
    }

    private FileLine line(Entry entry, String link, String revision, Audience audience) {
        var name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        var rest = "/" + Pages.segment(revision) + "/" + Pages.encoded(entry.path());
        if (entry.folder()) {
            return new FileLine(name, link + "/tree" + rest, "", Optional.empty(), List.of());
        }
        var standing = standing(entry);
        var badge = Badge.of(standing);
        return new FileLine(
                name,
                link + "/blob" + rest,
                Words.size(entry.size()),
                Optional.of(badge),
                badge.tone().equals("good") ? List.of() : Reasons.of(name, standing, audience));
    }

    ServerResponse file(ServerRequest request, Kind kind) {
        var repository = find(request, kind);
        var asked = request.pathVariable("revision");
        var revision = repositories.revision(repository, asked);
        var path = path(request);
        var entry = repositories
                .entry(revision, path)
                .filter(it -> !it.folder())
                .orElseThrow(() -> new Missing(
                        Missing.Kind.ENTRY, "'" + path + "' is not in " + repository.name() + " at " + asked));
        var link = Pages.link(repository);
        var standing = standing(entry);
        var audience = Audience.of(callers.of(request), repository, repositories);
        var findings = findings(path, standing, audience);
        return Templates.page(
                200,
                "file",
                new FilePage(
                        Pages.shell(callers, request, path),
                        repository.name().toString(),
                        link,
                        path,
                        link + "/tree/" + Pages.segment(asked) + "/" + Pages.encoded(above(path)),
                        Words.size(entry.size()),
                        entry.digest().map(Digest::hex).orElse(""),
                        Badge.of(standing),
                        standing instanceof Standing.Judged judged
                                ? judged.verdict().policy()
                                : "",
                        findings,
                        standing instanceof Standing.Judged judged
                                ? judged.verdict().rulings().size() - findings.size()
                                : 0,
                        standing instanceof Standing.Judged ? List.of() : Reasons.of(path, standing, audience),
                        Offer.of(path, standing),
                        cleared(entry)
                                ? Optional.of(link + "/resolve/" + Pages.segment(asked) + "/" + Pages.encoded(path)
                                        + "?download=true")
                                : Optional.empty()));
    }

    ServerResponse commit(ServerRequest request, Kind kind) {
        var repository = find(request, kind);
        var revision = repositories.revision(repository, request.pathVariable("revision"));
        var commit = repositories.commits(revision, 0, 1).items().getFirst();
        var link = Pages.link(repository);
        var changes = repositories.changes(revision);
        return Templates.page(
                200,
                "commit",
                new CommitPage(
                        Pages.shell(callers, request, commit.title()),
                        repository.name().toString(),
                        link,
                        commit.id(),
                        commit.title(),
                        commit.message(),
                        commit.author(),
                        Words.day(commit.at()),
                        link + "/tree/" + commit.id() + "/",
                        changes.stream()
                                .limit(FILES)
                                .map(it -> change(it, link, commit.id()))
                                .toList(),
                        Math.max(0, changes.size() - FILES)));
    }

    private static CommitPage.Change change(Change change, String link, String commit) {
        return switch (change.what()) {
            case ADDED -> new CommitPage.Change(change.path(), "added", Optional.of(blob(change, link, commit)));
            case CHANGED -> new CommitPage.Change(change.path(), "changed", Optional.of(blob(change, link, commit)));
            case REMOVED -> new CommitPage.Change(change.path(), "removed", Optional.empty());
        };
    }

    private static String blob(Change change, String link, String commit) {
        return link + "/blob/" + commit + "/" + Pages.encoded(change.path());
    }

    private static List<FilePage.Line> findings(String path, Standing standing, Audience audience) {
        if (!(standing instanceof Standing.Judged judged)) {
            return List.of();
        }
        return judged.verdict().rulings().stream()
                .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                .limit(audience.findings())
                .map(it -> new FilePage.Line(
                        audience.cut(it.finding().sentence(path), path.length()),
                        it.outcome().name().toLowerCase(Locale.ROOT),
                        it.because()))
                .toList();
    }

    /// The card, if there is one and the gate lets it out.
    private String card(Revision revision, String link, String asked) throws IOException {
        var entry = repositories.entry(revision, "README.md");
        if (entry.isEmpty() || entry.get().folder() || entry.get().size() > LONGEST_CARD) {
            return "";
        }
        try {
            var opened = vault.open(gate.clear(entry.get().digest().orElseThrow()));
            try (var in = opened.stream()) {
                var at = Pages.segment(asked) + "/";
                return Markdown.html(
                        new String(in.readAllBytes(), UTF_8), link + "/blob/" + at, link + "/resolve/" + at);
            }
        } catch (Refused heldBack) {
            return "";
        }
    }

    private Standing standing(Entry entry) {
        return entry.digest().map(gate::standing).orElseGet(Standing.Absent::new);
    }

    private boolean cleared(Entry entry) {
        try {
            gate.clear(entry.digest().orElseThrow());
            return true;
        } catch (Refused heldBack) {
            return false;
        }
    }

    private List<String> tags(Repository repository) {
        return cards.tags(repository).stream().limit(TAGS).toList();
    }

    private Repository find(ServerRequest request, Kind kind) {
        Caller caller = callers.of(request);
        return repositories.find(caller, kind, Asked.name(request));
    }

    private static String path(ServerRequest request) {
        var path = Asked.path(request);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String above(String path) {
        var slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
