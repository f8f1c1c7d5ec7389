package dev.assay.repo;

import dev.assay.inspect.Digest;
import dev.assay.repo.PullRequests.Row;
import dev.assay.repo.git.Blocked;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.git.GitStore;
import dev.assay.repo.people.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// How pull requests end. A held one waits for the gate alone: cleared, it merges itself (or opens, if its author had
/// asked for a pull request); convicted, it is closed.
///
/// Everything here can be done twice, and is done again at every start: what a crash interrupted goes on then.
final class Merging {

    private static final System.Logger LOG = System.getLogger(Merging.class.getName());

    private final Catalogue catalogue;
    private final Annals annals;
    private final PullRequests pullRequests;
    private final Press press;
    private final GitStore store;
    private final Tribunal tribunal;
    private final Locks locks;
    private final Rights rights;

    Merging(
            Catalogue catalogue,
            Annals annals,
            PullRequests pullRequests,
            Press press,
            GitStore store,
            Tribunal tribunal,
            Locks locks,
            Rights rights) {
        this.catalogue = catalogue;
        this.annals = annals;
        this.pullRequests = pullRequests;
        this.press = press;
        this.store = store;
        this.tribunal = tribunal;
        this.locks = locks;
        this.rights = rights;
    }

    /// Everything that waits for this blob goes on, if the gate has made up its mind.
    void judged(Digest digest) {
        pullRequests.waitingFor(digest).forEach(this::goOn);
    }

    /// Everything that waits goes on.
    void settleAll() {
        pullRequests.held().forEach(this::goOn);
    }

    /// Everything that waits in one repository goes on.
    void settleAll(long repository) {
        pullRequests.held().stream().filter(it -> it.repository() == repository).forEach(this::goOn);
    }

    /// What fails stays held until the next time, and keeps nobody else back.
    private void goOn(Row seen) {
        try {
            settle(seen);
        } catch (RuntimeException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "pull request " + seen.number() + " of repository " + seen.repository()
                            + " could not go on; it stays held",
                    failed);
        }
    }

    private void settle(Row seen) {
        var lock = locks.of(seen.repository());
        lock.lock();
        try {
            var filed = catalogue.find(seen.repository());
            var row = pullRequests.find(seen.repository(), seen.number());
            if (filed.isPresent()
                    && row.filter(it -> it.status() == PullRequest.Status.HELD).isPresent()) {
                try (var objects = store.open(filed.get().repository().publicId())) {
                    settle(filed.get(), row.get(), objects);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// A plain commit merges itself only for an author who may still write there; another's opens, for somebody to see.
    private void settle(Filed filed, Row row, GitObjects objects) {
        var repository = filed.repository();
        var opinion = heard(repository, row, objects);
        if (opinion.convicted()) {
            pullRequests.become(row, PullRequest.Status.CLOSED);
        } else if (opinion.clear() && (row.asked() || !rights.mayMerge(row, filed))) {
            var attempt = Attempt.of(objects, row.start(), row.head(), press.known(repository));
            press.unveil(repository, row, attempt, annals.depth(repository.id(), row.head()));
        } else if (opinion.clear()) {
            merge(repository, row, row.author(), objects);
        }
    }

    /// Merges a pull request that a person wants merged.
    ///
    /// @return the commit
    /// @throws Invalid if it does not wait for that, or conflicts
    /// @throws Denied if the caller may not write to the repository
    String merge(Caller caller, Repository repository, long number) {
        var lock = locks.of(repository.id());
        lock.lock();
        try (var objects = store.open(repository.publicId())) {
            var who = Grants.writing(rights.now(caller), rights.filed(repository));
            var row = pullRequests
                    .find(repository.id(), number)
                    .orElseThrow(() -> new Missing(Missing.Kind.PULL_REQUEST, "There is no pull request " + number));
            if (row.status() != PullRequest.Status.OPEN) {
                throw new Invalid(
                        "pull request " + number + " is " + row.status().name().toLowerCase(java.util.Locale.ROOT),
                        "Only an open pull request can be merged.");
            }
            return merge(repository, row, who, objects)
                    .orElseThrow(() -> new Invalid(
                            "pull request " + number
                                    + " cannot be merged: the branch changed the same files, or a file in it is not cleared",
                            "Look at its files, and propose them again on the branch as it is now."));
        } finally {
            lock.unlock();
        }
    }

    /// What keeps a pull request from going on.
    List<Decision.Objection> against(Repository repository, Row row) {
        try (var objects = store.open(repository.publicId())) {
            return heard(repository, row, objects).against();
        }
    }

    private Tribunal.Opinion heard(Repository repository, Row row, GitObjects objects) {
        var awaited = pullRequests.awaited(row);
        var company = Company.of(objects, objects.tree(row.head()), awaited, press.known(repository));
        return tribunal.hear(awaited, company);
    }

    /// Closes a pull request; its commits stay.
    void close(Repository repository, long number) {
        var lock = locks.of(repository.id());
        lock.lock();
        try {
            var row = pullRequests
                    .find(repository.id(), number)
                    .orElseThrow(() -> new Missing(Missing.Kind.PULL_REQUEST, "There is no pull request " + number));
            switch (row.status()) {
                case MERGED, CLOSED ->
                    throw new Invalid("pull request " + number + " has ended already", "Open another one.");
                case DRAFT, OPEN, HELD, CONFLICTING -> pullRequests.become(row, PullRequest.Status.CLOSED);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> merge(Repository repository, Row row, String who, GitObjects objects) {
        var head = annals.target(repository.id(), row.base()).orElse("");
        var known = press.known(repository);
        var attempt = head.equals(row.start())
                ? Optional.of(Attempt.of(objects, head, row.head(), known))
                : onto(head, row, objects, known);
        if (attempt.isEmpty()) {
            pullRequests.become(row, PullRequest.Status.CONFLICTING);
            return Optional.empty();
        }
        var merged = attempt.get();
        if (!tribunal.hear(merged.added(), merged.company(objects, known)).clear()) {
            return Optional.empty();
        }
        var depth = merged.commit().equals(row.head())
                ? annals.depth(repository.id(), row.head())
                : annals.depth(repository.id(), head) + 1;
        press.advance(repository, row.base(), merged, depth, who, objects, sql -> {
            PullRequests.become(sql, row, PullRequest.Status.MERGED, merged.commit());
            if (PullRequests.owns(row.base())) {
                PullRequests.advanced(sql, repository.id(), row.base(), merged.commit());
            }
        });
        return Optional.of(merged.commit());
    }

    /// The same changes on a branch that has moved since; empty if somebody changed one of its files, or the branch
    /// is gone.
    private static Optional<Attempt> onto(String head, Row row, GitObjects objects, Attempt.Contents known) {
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var changes = objects.changes(objects.tree(row.start()), objects.tree(row.head()));
        var there = objects.tree(head);
        if (!untouched(changes, there, objects)) {
            return Optional.empty();
        }
        try (var writer = objects.writer(changes.size());
                var editor = writer.edit(there)) {
            for (var change : changes) {
                if (change.is().isEmpty()) {
                    editor.remove(change.path());
                }
            }
            for (var change : changes) {
                if (change.is().isPresent()) {
                    editor.putFile(change.path(), change.is().get().oid());
                }
            }
            var tree = editor.write();
            var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var text = new Message(row.title(), row.message()).text();
            var commit = writer.commit(tree, head, row.author(), at, text);
            writer.flush();
            return Optional.of(Attempt.of(objects, head, commit, known));
        } catch (Blocked blocked) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("the merge could not be written", broken);
        }
    }

    /// Whether each path is as it was when the pull request was made, or already as the pull request wants it.
    private static boolean untouched(List<GitObjects.Change> changes, String tree, GitObjects objects) {
        for (var change : changes) {
            var now = objects.at(tree, change.path());
            if (!now.equals(change.was()) && !now.equals(change.is())) {
                return false;
            }
        }
        return true;
    }
}
