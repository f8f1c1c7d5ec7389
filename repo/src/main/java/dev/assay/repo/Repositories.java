package dev.assay.repo;

import dev.assay.inspect.Digest;
import dev.assay.repo.people.Caller;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every repository of this hub, as one caller may see and change it.
///
/// All methods check the caller's grants: what a caller may not know of is [Missing], what it may see but not do is
/// [Denied]. Nothing here hands out bytes; an [Entry] names a digest, and the gate decides about that.
/// The server gets this from `RepositoryHouse.open(...)`.
public final class Repositories implements Closeable {

    private Repositories() {}

    /// @param privately empty means the owner's default
    /// @param sdk for spaces; else empty
    /// @throws Conflict if the name is taken in this kind
    public Repository create(Caller caller, Kind kind, RepositoryName name, Optional<Boolean> privately, String sdk) {
        throw new UnsupportedOperationException("in work " + caller + kind + name + privately + sdk);
    }

    public void delete(Caller caller, Kind kind, RepositoryName name) {
        throw new UnsupportedOperationException("in work " + caller + kind + name);
    }

    public Repository find(Caller caller, Kind kind, RepositoryName name) {
        throw new UnsupportedOperationException("in work " + caller + kind + name);
    }

    /// Whether the caller may write to this repository.
    public boolean writable(Caller caller, Repository repository) {
        throw new UnsupportedOperationException("in work " + caller + repository);
    }

    public Page<Repository> list(Caller caller, Query query) {
        throw new UnsupportedOperationException("in work " + caller + query);
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
        throw new UnsupportedOperationException("in work " + repository);
    }

    /// Tags derived from the card's front matter and the files.
    public List<String> tags(Repository repository) {
        throw new UnsupportedOperationException("in work " + repository);
    }

    /// @param revision branch, tag, `refs/...`, or a full or abbreviated commit id
    /// @throws Missing if it is not there or not published
    public Revision revision(Repository repository, String revision) {
        throw new UnsupportedOperationException("in work " + repository + revision);
    }

    /// Entries below a folder, in ASCII order of their paths.
    ///
    /// @param folder empty for the root
    public Page<Entry> tree(Revision revision, String folder, boolean recursive, int limit, String mark) {
        throw new UnsupportedOperationException("in work " + revision + folder + recursive + limit + mark);
    }

    public Optional<Entry> entry(Revision revision, String path) {
        throw new UnsupportedOperationException("in work " + revision + path);
    }

    /// The last commit that changed each of these paths.
    public Map<String, Commit> lastCommits(Revision revision, List<String> paths) {
        throw new UnsupportedOperationException("in work " + revision + paths);
    }

    /// Newest first.
    public Page<Commit> commits(Revision revision, int skip, int limit) {
        throw new UnsupportedOperationException("in work " + revision + skip + limit);
    }

    /// How many commits there are up to this one.
    public long commitCount(Revision revision) {
        throw new UnsupportedOperationException("in work " + revision);
    }

    public List<Ref> refs(Repository repository) {
        throw new UnsupportedOperationException("in work " + repository);
    }

    /// @param start branch, tag or commit to start at; empty means main's head
    public void createBranch(Caller caller, Repository repository, String name, String start, boolean overwrite) {
        throw new UnsupportedOperationException("in work " + caller + repository + name + start + overwrite);
    }

    public void deleteBranch(Caller caller, Repository repository, String name) {
        throw new UnsupportedOperationException("in work " + caller + repository + name);
    }

    public void createTag(Caller caller, Repository repository, String name, String revision, String message) {
        throw new UnsupportedOperationException("in work " + caller + repository + name + revision + message);
    }

    public void deleteTag(Caller caller, Repository repository, String name) {
        throw new UnsupportedOperationException("in work " + caller + repository + name);
    }

    /// Records that the caller has sent these bytes for this repository, so that a later commit may name them.
    public void uploaded(Caller caller, Repository repository, Digest digest) {
        throw new UnsupportedOperationException("in work " + caller + repository + digest);
    }

    /// Whether a commit by this caller to this repository may name these bytes: they were uploaded for it, or are in
    /// it.
    public boolean mayName(Caller caller, Repository repository, Digest digest) {
        throw new UnsupportedOperationException("in work " + caller + repository + digest);
    }

    /// Carries out a proposal as far as the gate allows. Waits for inspections that are still running.
    ///
    /// @throws Conflict if the target moved; [Missing] for an unknown target or a deletion of nothing; [Invalid] for
    ///     a bad path or bytes that were not uploaded; [Denied] without the right to write
    public Decision commit(Caller caller, Repository repository, Proposal proposal) throws InterruptedException {
        throw new UnsupportedOperationException("in work " + caller + repository + proposal);
    }

    public List<PullRequest> pullRequests(Repository repository) {
        throw new UnsupportedOperationException("in work " + repository);
    }

    public PullRequest pullRequest(Repository repository, long number) {
        throw new UnsupportedOperationException("in work " + repository + number);
    }

    @Override
    public void close() {}
}
