package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.gate.Vault;
import dev.assay.inspect.Digest;
import dev.assay.ledger.Ledger;
import dev.assay.repo.git.GitStore;
import dev.assay.repo.people.People;
import dev.assay.store.Database;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Repositories and people, wired and running: names in SQL, objects in git, every ref's move on the ledger.
public final class RepositoryHouse implements Closeable {

    /// How long a commit waits for inspections before it is kept as a held pull request. Stock clients set no limit.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(RepositoryHouse.class.getName());

    private final People people;
    private final Repositories repositories;
    private final Merging merging;
    private final ExecutorService clerk;

    private RepositoryHouse(People people, Repositories repositories, Merging merging) {
        this.people = people;
        this.repositories = repositories;
        this.merging = merging;
        this.clerk = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("pull-requests").daemon(true).factory());
    }

    /// Opens repositories and people: declares void on the ledger what a crash left unsaid, removes folders of
    /// repositories that are no more, and lets held pull requests go on whenever the gate has judged a blob.
    /// Everything given stays the caller's, who closes it after this.
    ///
    /// @param folder where git's objects lie; made if it is not there
    /// @throws IOException if the folder cannot be used
    public static RepositoryHouse open(Path folder, Database database, Gate gate, Vault vault, Ledger ledger)
            throws IOException {
        return open(folder, database, gate, vault, ledger, PATIENCE);
    }

    /// @param patience how long a commit waits for inspections that are still running
    public static RepositoryHouse open(
            Path folder, Database database, Gate gate, Vault vault, Ledger ledger, Duration patience)
            throws IOException {
        database.migrate("repo");
        var people = new People(database);
        var store = new GitStore(folder);
        var catalogue = new Catalogue(database);
        var annals = new Annals(database);
        var pullRequests = new PullRequests(database);
        var movement = new Movement(database, ledger);
        movement.settle();
        store.sweep(catalogue.publicIds());
        var locks = new Locks();
        var tribunal = new Tribunal(gate, patience);
        var press = new Press(database, annals, movement, new Describer(gate, vault));
        var publisher = new Publisher(annals, pullRequests, press, store, gate, tribunal, locks);
        var merging = new Merging(catalogue, annals, pullRequests, press, store, tribunal, locks);
        var repositories = new Repositories(
                people,
                gate,
                catalogue,
                annals,
                pullRequests,
                store,
                new Reading(store, annals),
                new RefChanges(annals, movement, locks),
                publisher,
                merging,
                tribunal);
        var house = new RepositoryHouse(people, repositories, merging);
        gate.whenJudged(house::judged);
        house.soon(merging::settleAll);
        return house;
    }

    public People people() {
        return people;
    }

    public Repositories repositories() {
        return repositories;
    }

    private void judged(Digest digest) {
        soon(() -> merging.judged(digest));
    }

    /// The gate's thread is not kept waiting, and what fails now is done at the next judgement or start.
    private void soon(Runnable work) {
        try {
            clerk.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException failed) {
                    LOG.log(System.Logger.Level.WARNING, "a held pull request could not go on; it stays held", failed);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.log(System.Logger.Level.DEBUG, "closing: held pull requests go on at the next start");
        }
    }

    /// Lets the pull request that is being merged finish, and lets go of git's files.
    @Override
    public void close() {
        clerk.shutdown();
        try {
            if (!clerk.awaitTermination(10, TimeUnit.SECONDS)) {
                clerk.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            clerk.shutdownNow();
            Thread.currentThread().interrupt();
        }
        repositories.close();
    }
}
