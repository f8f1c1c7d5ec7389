package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.gate.Vault;
import dev.assay.ledger.Ledger;
import dev.assay.repo.git.GitStore;
import dev.assay.repo.people.People;
import dev.assay.store.Database;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Repositories and people, wired and running: names in SQL, objects in git, every ref's move on the ledger.
public final class RepositoryHouse implements Closeable {

    /// How long a commit waits for inspections before it is kept as a held pull request. Stock clients set no limit.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final People people;
    private final Repositories repositories;
    private final Clerk clerk;

    private RepositoryHouse(People people, Repositories repositories, Clerk clerk) {
        this.people = people;
        this.repositories = repositories;
        this.clerk = clerk;
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
        var rights = new Rights(people, catalogue, pullRequests);
        var tribunal = new Tribunal(gate, patience);
        var press = new Press(database, annals, movement, new Describer(gate, vault));
        var merging = new Merging(catalogue, annals, pullRequests, press, store, tribunal, locks, rights);
        var clerk = new Clerk(merging);
        var publisher = new Publisher(annals, rights, press, store, gate, tribunal, locks, clerk::held);
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
                locks,
                rights);
        gate.whenJudged(clerk::judged);
        gate.whenInForce(clerk::everything);
        clerk.everything();
        return new RepositoryHouse(people, repositories, clerk);
    }

    public People people() {
        return people;
    }

    public Repositories repositories() {
        return repositories;
    }

    /// Lets the pull request that is being merged finish, and lets go of git's files.
    @Override
    public void close() {
        clerk.close();
        repositories.close();
    }
}
