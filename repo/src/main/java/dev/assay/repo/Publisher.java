package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.repo.Movement.Overtaken;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.git.GitStore;
import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// How a proposal becomes a commit.
///
/// ```
/// check → write files → build on the head → wait for the gate → (lock) build again if the head moved
///       → all cleared: ledger, then the ref · held: a pull request · convicted: nothing
/// ```
final class Publisher {

    static final String MAIN = "refs/heads/main";

    /// How often a commit starts over because another node was faster.
    private static final int TRIES = 20;

    private final Annals annals;
    private final Rights rights;
    private final Press press;
    private final GitStore store;
    private final Gate gate;
    private final Tribunal tribunal;
    private final Locks locks;
    private final LongConsumer held;

    /// @param held told the repository after something in it is held
    Publisher(
            Annals annals,
            Rights rights,
            Press press,
            GitStore store,
            Gate gate,
            Tribunal tribunal,
            Locks locks,
            LongConsumer held) {
        this.annals = annals;
        this.rights = rights;
        this.press = press;
        this.store = store;
        this.gate = gate;
        this.tribunal = tribunal;
        this.locks = locks;
        this.held = held;
    }

    /// Makes a repository with its first commit; both become visible at once.
    Filed create(Catalogue.Wish wish, List<Operation> files) throws InterruptedException {
        store.create(wish.publicId());
        try (var objects = store.open(wish.publicId())) {
            var draft = Draft.of(files, objects, gate, digest -> false);
            var message = new Message(FirstCommit.TITLE, "");
            var attempt = build(objects, draft, "", wish.creator().name(), message, oids -> Map.of());
            tribunal.await(attempt.added());
            var opinion = tribunal.hear(attempt.added(), attempt.company(objects, oids -> Map.of()));
            if (opinion.clear()) {
                return press.first(wish, attempt, objects);
            }
            var filed = press.first(wish, opinion.convicted() ? Optional.empty() : Optional.of(attempt));
            held.accept(filed.repository().id());
            return filed;
        } catch (Conflict taken) {
            store.delete(wish.publicId());
            throw taken;
        }
    }

    Decision commit(Caller caller, Repository repository, Proposal proposal) throws InterruptedException {
        var author = Grants.writer(caller);
        var target = Revisions.target(proposal.target());
        permit(caller, repository, target, proposal.asPullRequest());
        var message = Message.of(proposal.title(), proposal.message());
        var head = head(repository, target, proposal);
        try (var objects = store.open(repository.publicId())) {
            var draft = Draft.of(
                    proposal.operations(),
                    objects,
                    gate,
                    digest -> annals.mayName(author.id(), repository.id(), digest));
            var known = press.known(repository);
            var attempt = build(objects, draft, head, author.name(), message, known);
            tribunal.await(attempt.added());
            var tries = 0;
            while (true) {
                var lock = locks.of(repository.id());
                lock.lockInterruptibly();
                try {
                    permit(rights.now(caller), repository, target, proposal.asPullRequest());
                    var now = head(repository, target, proposal);
                    if (!now.equals(attempt.parent())) {
                        attempt = build(objects, draft, now, author.name(), message, known);
                    }
                    return decide(repository, author, proposal.asPullRequest(), message, target, objects, attempt);
                } catch (Overtaken byAnotherNode) {
                    if (++tries == TRIES) {
                        throw new Conflict(Conflict.Kind.MOVED, "The branch is moving too fast, please try again.");
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (UncheckedIOException broken) {
            rights.filed(repository); // says so if it has been removed with all its files
            throw broken;
        }
    }

    /// Opens a pull request without changes, at the head of its base.
    long draft(Caller caller, Repository repository, String title, String text, String base) {
        var author = Grants.writer(caller);
        var message = Message.of(title, text);
        var lock = locks.of(repository.id());
        lock.lock();
        try {
            var ref = Revisions.target(base);
            var head = annals.target(repository.id(), ref).orElseThrow(() -> Revisions.missing(base));
            var unchanged = new Attempt(head, head, "", new TreeMap<>(), Map.of());
            var depth = annals.depth(repository.id(), head);
            return press.open(repository, author, message, ref, unchanged, depth, PullRequest.Status.DRAFT);
        } finally {
            lock.unlock();
        }
    }

    private Decision decide(
            Repository repository,
            Account author,
            boolean asked,
            Message message,
            String target,
            GitObjects objects,
            Attempt attempt) {
        var opinion = tribunal.hear(attempt.added(), attempt.company(objects, press.known(repository)));
        if (opinion.convicted()) {
            return new Decision.Turned(opinion.against());
        }
        var depth = annals.depth(repository.id(), attempt.parent()) + 1;
        if (!opinion.clear()) {
            var number = press.hold(repository, author, message, target, attempt, depth, asked);
            held.accept(repository.id());
            return new Decision.Held(attempt.commit(), number, asked, opinion.against());
        }
        if (asked) {
            var number = press.open(repository, author, message, target, attempt, depth, PullRequest.Status.OPEN);
            return new Decision.Published(attempt.commit(), Optional.of(number));
        }
        press.advance(repository, target, attempt, depth, author.name(), objects, sql -> {
            if (PullRequests.owns(target)) {
                PullRequests.advanced(sql, repository.id(), target, attempt.commit());
            }
        });
        return new Decision.Published(attempt.commit(), Optional.empty());
    }

    /// Where the target is; empty if it is the main branch and not born yet.
    private String head(Repository repository, String target, Proposal proposal) {
        var head = target.startsWith("refs/heads/") || target.startsWith("refs/pr/")
                ? annals.target(repository.id(), target)
                : Optional.<String>empty();
        if (head.isEmpty() && !target.equals(MAIN)) {
            throw Revisions.missing(proposal.target());
        }
        var parent = proposal.parent();
        if (parent.isPresent() && !parent.get().equals(head.orElse(""))) {
            throw new Conflict(
                    Conflict.Kind.MOVED,
                    "The branch was updated since you opened this page. Please refresh and try again.");
        }
        return head.orElse("");
    }

    /// Whoever sees a repository may propose a change to it; to move a ref takes more.
    private void permit(Caller caller, Repository repository, String target, boolean asked) {
        var author = Grants.writer(caller);
        var filed = rights.filed(repository);
        if (!Grants.sees(caller, filed)) {
            throw Catalogue.missing();
        }
        if (!asked && !rights.mayMove(caller, filed, target)) {
            throw new Denied(
                    author.name() + " may not write to " + repository.name()
                            + (PullRequests.owns(target) ? " or to " + target : ""),
                    "Ask the owner for access, or open a pull request.");
        }
    }

    private static Attempt build(
            GitObjects objects, Draft draft, String parent, String author, Message message, Attempt.Contents known) {
        try (var writer = objects.writer(draft.size())) {
            var tree = draft.applyTo(objects.tree(parent), writer);
            var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var commit = writer.commit(tree, parent, author, at, message.text());
            writer.flush();
            return Attempt.of(objects, parent, commit, known.with(draft.contents()));
        } catch (IOException broken) {
            throw new UncheckedIOException("the commit could not be written", broken);
        }
    }
}
