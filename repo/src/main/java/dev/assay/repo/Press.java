package dev.assay.repo;

import dev.assay.repo.Movement.Overtaken;
import dev.assay.repo.Movement.Step;
import dev.assay.repo.PullRequests.Row;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.people.Account;
import dev.assay.store.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where attempts become visible, or are laid aside. Who calls has asked the gate, and holds the repository's lock.
final class Press {

    private final Database database;
    private final Annals annals;
    private final Movement movement;
    private final Describer describer;

    Press(Database database, Annals annals, Movement movement, Describer describer) {
        this.database = database;
        this.annals = annals;
        this.movement = movement;
        this.describer = describer;
    }

    Attempt.Contents known(Repository repository) {
        return oids -> annals.contents(repository.id(), oids);
    }

    /// Makes a repository visible together with its first commit.
    Filed first(Catalogue.Wish wish, Attempt attempt, GitObjects objects) {
        var card = describer.describe(wish.kind(), objects, attempt.tree(), oids -> attempt.contents());
        var named = Step.named(wish.publicId(), wish.kind(), wish.full());
        var step = new Step(
                named, Publisher.MAIN, "", attempt.commit(), wish.creator().name());
        var now = Instant.now();
        movement.move(step, sql -> {
            var id = Catalogue.insert(sql, wish, now).repository().id();
            publish(sql, id, attempt, 1);
            Catalogue.describe(sql, id, card.text(), card.tags());
            return id;
        });
        return database.read(
                sql -> Catalogue.find(sql, wish.kind(), wish.full()).orElseThrow());
    }

    /// Makes a repository whose first commit waits for the gate; empty if it does not even wait.
    Filed first(Catalogue.Wish wish, Optional<Attempt> waiting) {
        return database.write(sql -> {
            var filed = Catalogue.insert(sql, wish, Instant.now());
            waiting.ifPresent(it -> hold(
                    sql,
                    filed.repository(),
                    wish.creator(),
                    new Message(FirstCommit.TITLE, ""),
                    Publisher.MAIN,
                    it,
                    1,
                    false));
            return filed;
        });
    }

    /// Moves a ref from the attempt's parent to the attempt.
    ///
    /// @param along what else becomes true
    void advance(
            Repository repository,
            String ref,
            Attempt attempt,
            long depth,
            String who,
            GitObjects objects,
            Consumer<JdbcClient> along) {
        var card = ref.equals(Publisher.MAIN)
                ? Optional.of(describer.describe(
                        repository.kind(),
                        objects,
                        attempt.tree(),
                        known(repository).with(attempt.contents())))
                : Optional.<Card>empty();
        var now = Instant.now();
        movement.move(Step.of(repository, ref, attempt.parent(), attempt.commit(), who), sql -> {
            publish(sql, repository.id(), attempt, depth);
            Catalogue.touched(sql, repository.id(), now);
            card.ifPresent(it -> Catalogue.describe(sql, repository.id(), it.text(), it.tags()));
            along.accept(sql);
            return repository.id();
        });
    }

    /// Opens a pull request that everybody can see.
    long open(
            Repository repository,
            Account author,
            Message message,
            String base,
            Attempt attempt,
            long depth,
            PullRequest.Status status) {
        var number = database.read(sql -> Catalogue.peekNumber(sql, repository.id()));
        var row = row(repository, number, author, message, base, attempt, status, true);
        movement.move(Step.of(repository, row.ref(), "", attempt.commit(), author.name()), sql -> {
            if (Catalogue.nextNumber(sql, repository.id()) != number) {
                throw new Overtaken(row.ref());
            }
            PullRequests.insert(sql, row, Map.of());
            publish(sql, repository.id(), attempt, depth);
            return repository.id();
        });
        return number;
    }

    /// Keeps an attempt that the gate does not let through yet; nobody can read it.
    long hold(
            Repository repository,
            Account author,
            Message message,
            String base,
            Attempt attempt,
            long depth,
            boolean asked) {
        return database.write(sql -> hold(sql, repository, author, message, base, attempt, depth, asked));
    }

    private static long hold(
            JdbcClient sql,
            Repository repository,
            Account author,
            Message message,
            String base,
            Attempt attempt,
            long depth,
            boolean asked) {
        var number = Catalogue.nextNumber(sql, repository.id());
        var row = row(repository, number, author, message, base, attempt, PullRequest.Status.HELD, asked);
        PullRequests.insert(sql, row, attempt.added());
        Annals.revision(sql, repository.id(), attempt.commit(), depth, false);
        Annals.contents(sql, repository.id(), attempt.contents().values(), false);
        return number;
    }

    /// Lets readers see the ref of a pull request that was held.
    void unveil(Repository repository, Row row, Attempt attempt, long depth) {
        movement.move(Step.of(repository, row.ref(), "", row.head(), row.author()), sql -> {
            Catalogue.mustBe(sql, repository);
            PullRequests.become(sql, row, PullRequest.Status.OPEN, row.head());
            publish(sql, repository.id(), attempt, depth);
            return repository.id();
        });
    }

    private static void publish(JdbcClient sql, long repository, Attempt attempt, long depth) {
        Annals.revision(sql, repository, attempt.commit(), depth, true);
        Annals.contents(sql, repository, attempt.contents().values(), true);
    }

    private static Row row(
            Repository repository,
            long number,
            Account author,
            Message message,
            String base,
            Attempt attempt,
            PullRequest.Status status,
            boolean asked) {
        return new Row(
                repository.id(),
                number,
                message.title(),
                message.body(),
                author.name(),
                author.id(),
                base,
                attempt.parent(),
                attempt.commit(),
                status,
                asked,
                Instant.now());
    }
}
