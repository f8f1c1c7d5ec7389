package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.inspect.Digest;
import dev.assay.repo.git.GitStore;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every repository of this hub, as one caller may see and change it.
///
/// Methods that take a caller check the caller's grants: what a caller may not know of is [Missing], what it may see
/// but not do is [Denied]. A [Repository] is had from [#find], which checks who may see it; whoever holds one may
/// read it. Nothing here hands out bytes; an [Entry] names a digest, and the gate decides about that.
/// The server gets this from [RepositoryHouse#open].
public final class Repositories implements Closeable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> SDKS = Set.of("gradio", "docker", "static", "streamlit");

    private final People people;
    private final Gate gate;
    private final Catalogue catalogue;
    private final Annals annals;
    private final PullRequests pullRequests;
    private final GitStore store;
    private final Reading reading;
    private final RefChanges refChanges;
    private final Publisher publisher;
    private final Merging merging;
    private final Locks locks;
    private final Rights rights;

    Repositories(
            People people,
            Gate gate,
            Catalogue catalogue,
            Annals annals,
            PullRequests pullRequests,
            GitStore store,
            Reading reading,
            RefChanges refChanges,
            Publisher publisher,
            Merging merging,
            Locks locks,
            Rights rights) {
        this.people = people;
        this.gate = gate;
        this.catalogue = catalogue;
        this.annals = annals;
        this.pullRequests = pullRequests;
        this.store = store;
        this.reading = reading;
        this.refChanges = refChanges;
        this.publisher = publisher;
        this.merging = merging;
        this.locks = locks;
        this.rights = rights;
    }

    /// Makes a repository with its first commit, which goes through the gate like any other: if it is held, the
    /// repository has no branch until it is cleared.
    ///
    /// @param privately empty means the owner's default
    /// @param sdk for spaces; else empty
    /// @throws Conflict if the name is taken in this kind
    public Repository create(Caller caller, Kind kind, RepositoryName name, Optional<Boolean> privately, String sdk) {
        var creator = Grants.writer(caller);
        if (kind == Kind.SPACE ? !SDKS.contains(sdk) : !sdk.isEmpty()) {
            throw new Invalid(
                    kind == Kind.SPACE ? "a space needs an sdk, not '" + sdk + "'" : "only a space has an sdk",
                    "The kits are gradio, docker, static and streamlit.");
        }
        var owner = people.find(name.namespace())
                .filter(it -> Grants.creates(caller, it))
                .orElseThrow(() -> new Denied(
                        "You don't have the rights to create a " + kind.word() + " under the namespace \""
                                + name.namespace() + "\"",
                        "Use your own name, or an organisation in which you may write."));
        var hidden = privately.orElseGet(() -> catalogue.privateByDefault(owner));
        var wish = new Catalogue.Wish(newId(), kind, owner, creator, name.name(), hidden, sdk);
        if (catalogue.find(kind, new RepositoryName(owner.name(), name.name())).isPresent()) {
            throw Catalogue.taken(wish);
        }
        var files = new ArrayList<Operation>();
        for (var file : FirstCommit.files(kind, name.name(), sdk).entrySet()) {
            files.add(Operation.Put.of(file.getKey(), received(file.getValue())));
        }
        try {
            return publisher.create(wish, files).repository();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the first commit waited for the gate", stopped);
        }
    }

    private byte[] received(byte[] bytes) {
        try {
            gate.receive(new ByteArrayInputStream(bytes));
            return bytes;
        } catch (IOException broken) {
            throw new UncheckedIOException("the first commit could not be received", broken);
        }
    }

    /// Removes a repository with all it holds, at once; its name is free again. The ledger is told of each ref.
    public void delete(Caller caller, Kind kind, RepositoryName name) {
        var repository = find(caller, kind, name);
        var lock = locks.of(repository.id());
        lock.lock();
        try {
            refChanges.deleteAll(repository, Grants.writing(rights.now(caller), rights.filed(repository)));
            store.delete(repository.publicId());
        } finally {
            lock.unlock();
        }
    }

    public Repository find(Caller caller, Kind kind, RepositoryName name) {
        return catalogue
                .find(kind, name)
                .filter(it -> Grants.sees(caller, it))
                .orElseThrow(Catalogue::missing)
                .repository();
    }

    /// Whether the caller may commit to this revision: whoever may write to the repository, and to a pull request
    /// (`refs/pr/7`) its author, as long as it has not ended.
    public boolean mayCommit(Caller caller, Repository repository, String revision) {
        return rights.mayMove(caller, rights.filed(repository), Revisions.target(revision));
    }

    /// Whether the caller may write to this repository.
    public boolean writable(Caller caller, Repository repository) {
        return catalogue
                .find(repository.id())
                .filter(it -> Grants.writes(caller, it))
                .isPresent();
    }

    public Page<Repository> list(Caller caller, Query query) {
        return catalogue.list(caller, query);
    }

    /// @param search each must occur in the name, without regard to case
    /// @param author exact namespace, or empty
    /// @param tags each must be a tag of the repository
    /// @param sort lastModified or createdAt; newest first
    /// @param mark from the page before, or empty
    public record Query(
            Kind kind, List<String> search, String author, List<String> tags, String sort, int limit, String mark) {
        public Query {
            search = List.copyOf(search);
            tags = List.copyOf(tags);
        }
    }

    /// The front matter of the card on the default branch, as YAML text; empty if there is none.
    public String card(Repository repository) {
        return catalogue.card(repository);
    }

    /// Tags derived from the card's front matter and the files.
    public List<String> tags(Repository repository) {
        return catalogue.tags(repository);
    }

    /// @param revision branch, tag, `refs/...`, or a full or abbreviated commit id
    /// @throws Missing if it is not there or not published
    public Revision revision(Repository repository, String revision) {
        return new Revision(repository, new Revisions(annals).resolve(repository, revision));
    }

    /// Entries below a folder, in ASCII order of their paths, a folder standing where its path with a slash would.
    ///
    /// @param folder empty for the root
    /// @throws Missing if there is no such folder
    public Page<Entry> tree(Revision revision, String folder, boolean recursive, int limit, String mark) {
        return reading.tree(revision, folder, recursive, limit, mark);
    }

    /// @param path empty for the root folder
    public Optional<Entry> entry(Revision revision, String path) {
        return reading.entry(revision, path);
    }

    /// Those of these paths that are there, in the order asked for.
    public List<Entry> entries(Revision revision, List<String> paths) {
        return reading.entries(revision, paths);
    }

    /// The last commit that changed each of these paths.
    public Map<String, Commit> lastCommits(Revision revision, List<String> paths) {
        return reading.lastCommits(revision, paths);
    }

    /// Newest first.
    public Page<Commit> commits(Revision revision, int skip, int limit) {
        return reading.commits(revision, skip, limit);
    }

    /// Which files this commit changed, by path: compared with the commit before it.
    public List<Change> changes(Revision revision) {
        return reading.changes(revision);
    }

    /// How many commits there are up to this one.
    public long commitCount(Revision revision) {
        return annals.depth(revision.repository().id(), revision.commit());
    }

    /// Branches, tags and pull requests that can be read.
    public List<Ref> refs(Repository repository) {
        return annals.refs(repository.id());
    }

    /// @param start branch, tag or commit to start at; empty means main's head
    public void createBranch(Caller caller, Repository repository, String name, String start, boolean overwrite) {
        refChanges.createBranch(repository, name, start, overwrite, Grants.writing(caller, rights.filed(repository)));
    }

    public void deleteBranch(Caller caller, Repository repository, String name) {
        refChanges.deleteBranch(repository, name, Grants.writing(caller, rights.filed(repository)));
    }

    /// @param message not kept: a tag is a name for a commit
    public void createTag(Caller caller, Repository repository, String name, String revision, String message) {
        refChanges.createTag(repository, name, revision, Grants.writing(caller, rights.filed(repository)));
    }

    public void deleteTag(Caller caller, Repository repository, String name) {
        refChanges.deleteTag(repository, name, Grants.writing(caller, rights.filed(repository)));
    }

    /// Records that the caller has sent these bytes for this repository, so that a later commit may name them.
    public void uploaded(Caller caller, Repository repository, Digest digest) {
        annals.uploaded(Grants.writer(caller).id(), repository.id(), digest, Times.micros(Instant.now()));
    }

    /// Whether a commit by this caller to this repository may name these bytes: they were uploaded for it, or are in
    /// it.
    public boolean mayName(Caller caller, Repository repository, Digest digest) {
        return annals.mayName(Grants.writer(caller).id(), repository.id(), digest);
    }

    /// Whether these bytes are published in this repository: whoever can see it may ask for them by their digest.
    public boolean holds(Repository repository, Digest digest) {
        return annals.publishes(repository.id(), digest);
    }

    /// Carries out a proposal as far as the gate allows. Waits for inspections that are still running.
    ///
    /// @throws Conflict if the target moved; [Missing] for an unknown target or a deletion of nothing;
    ///     [Invalid] for a bad path or bytes that were not uploaded; [Denied] without the right to write
    public Decision commit(Caller caller, Repository repository, Proposal proposal) throws InterruptedException {
        return publisher.commit(caller, repository, proposal);
    }

    /// Opens a pull request without changes, as a draft; commits to `refs/pr/N` follow. Whoever can see the repository
    /// may do this.
    ///
    /// @param base the branch it is to change
    /// @return its number
    public long openPullRequest(Caller caller, Repository repository, String title, String message, String base) {
        return publisher.draft(caller, repository, title, message, base);
    }

    /// Merges an open pull request.
    ///
    /// @return the commit at which its base is now
    public String mergePullRequest(Caller caller, Repository repository, long number) {
        return merging.merge(caller, repository, number);
    }

    /// Closes a pull request: its author may, and whoever may write to the repository.
    public void closePullRequest(Caller caller, Repository repository, long number) {
        var row = row(repository, number);
        if (Grants.writer(caller).id() != row.authorId()) {
            Grants.writing(caller, rights.filed(repository));
        }
        merging.close(repository, number);
    }

    /// Newest first, held ones included: that something waits is no secret, what it holds stays in. What keeps each is
    /// only told by [#pullRequest].
    public List<PullRequest> pullRequests(Repository repository) {
        return pullRequests.all(repository.id()).stream()
                .map(it -> told(it, List.of()))
                .toList();
    }

    /// The same, a page at a time.
    ///
    /// @param mark from the page before, or empty
    public Page<PullRequest> pullRequests(Repository repository, int limit, String mark) {
        var most = Math.clamp(limit, 1, 1_000);
        long before;
        try {
            before = mark.isEmpty() ? Long.MAX_VALUE : Long.parseLong(mark);
        } catch (NumberFormatException broken) {
            throw new Invalid("this is not a mark of ours: " + mark, "Follow the link of the page before.");
        }
        var rows = pullRequests.before(repository.id(), before, most + 1);
        var page = rows.stream().limit(most).map(it -> told(it, List.of())).toList();
        return new Page<>(
                page,
                rows.size() > most ? Optional.of(Long.toString(page.getLast().number())) : Optional.empty());
    }

    /// How many pull requests there are, a status; one that is not named has none.
    public Map<PullRequest.Status, Long> pullRequestCounts(Repository repository) {
        return pullRequests.counts(repository.id());
    }

    public PullRequest pullRequest(Repository repository, long number) {
        var row = row(repository, number);
        return told(
                row,
                switch (row.status()) {
                    case HELD, CLOSED -> merging.against(repository, row);
                    case DRAFT, OPEN, CONFLICTING, MERGED -> List.of();
                });
    }

    @Override
    public void close() {
        store.close();
    }

    private PullRequests.Row row(Repository repository, long number) {
        return pullRequests
                .find(repository.id(), number)
                .orElseThrow(() -> new Missing(Missing.Kind.PULL_REQUEST, "There is no pull request " + number));
    }

    private static PullRequest told(PullRequests.Row row, List<Decision.Objection> against) {
        return new PullRequest(
                row.number(),
                row.title(),
                row.author(),
                row.base().replaceFirst("^refs/heads/", ""),
                row.head(),
                row.status(),
                row.createdAt(),
                against);
    }

    private static String newId() {
        var bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
