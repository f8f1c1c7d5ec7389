package dev.assay.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.GateHouse;
import dev.assay.gate.GateSettings;
import dev.assay.inspect.Digest;
import dev.assay.judge.Policy;
import dev.assay.ledger.Ledger;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.Membership;
import dev.assay.store.Database;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// A hub below its server: a real database, ledger, gate with inspectors, and git. Ada and Grace have accounts, and an
/// organisation of which Ada is an administrator; Eve has an account and no friends.
final class TestHub implements Closeable {

    static final Duration LONG = Duration.ofSeconds(30);

    final Database database;
    final Ledger ledger;
    final Gate gate;
    final Path folder;

    private final GateHouse gateHouse;
    private RepositoryHouse house;
    private final Random random = new Random(7);

    final Caller ada;
    final Caller grace;
    final Caller eve;

    TestHub(Path folder, Database database) throws IOException {
        this.folder = folder;
        this.database = database;
        this.ledger = Ledger.open(folder.resolve("ledger"), "hub.example");
        var policy = folder.resolve("policy.yaml");
        try (var standard = Objects.requireNonNull(Policy.class.getResourceAsStream("/policy/default.yaml"))) {
            Files.write(policy, standard.readAllBytes());
        }
        this.gateHouse = GateHouse.open(GateSettings.in(folder), database, ledger);
        this.gate = gateHouse.gate();
        this.house = open();
        this.ada = person("ada");
        this.grace = person("grace");
        this.eve = person("eve");
        for (var kind : Kind.values()) {
            for (var file : FirstCommit.files(kind, "tiny", "gradio").values()) {
                harmless(file);
            }
        }
    }

    private RepositoryHouse open() throws IOException {
        return RepositoryHouse.open(folder.resolve("git"), database, gate, gateHouse.vault(), ledger, LONG);
    }

    private Caller person(String name) {
        var people = house.people();
        var account = people.user(name, name + " in full", name + "@example.org", false);
        people.token(account, "test", "token of " + name, true);
        return people.authenticate("token of " + name).orElseThrow();
    }

    Caller joins(Caller who, String organization, Membership.Role role) {
        var people = house.people();
        var group = people.find(organization).orElseGet(() -> people.organization(organization, organization, true));
        people.member(group, who.account().orElseThrow(), role);
        return people.authenticate("token of " + who.account().orElseThrow().name())
                .orElseThrow();
    }

    dev.assay.repo.people.People people() {
        return house.people();
    }

    Repositories repositories() {
        return house.repositories();
    }

    /// Ends the repository room, and starts it again.
    void restart() throws IOException {
        house.close();
        house = open();
    }

    void closeRoom() {
        house.close();
    }

    void openRoom() throws IOException {
        house = open();
    }

    Repository model(Caller owner, String name) {
        return repositories()
                .create(
                        owner,
                        Kind.MODEL,
                        new RepositoryName(owner.account().orElseThrow().name(), name),
                        Optional.of(false),
                        "");
    }

    /// Bytes that a person has looked at.
    byte[] harmless(byte[] bytes) throws IOException {
        examined(bytes);
        gate.decide(Digest.of(bytes), true, "ada", "looked at it");
        return bytes;
    }

    private void examined(byte[] bytes) throws IOException {
        var digest = gate.receive(bytes).digest();
        try {
            gate.await(List.of(digest), LONG);
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    byte[] harmless(String text) throws IOException {
        return harmless(text.getBytes(UTF_8));
    }

    /// Bytes that no format claims, so that the gate holds them.
    byte[] strange() throws IOException {
        var bytes = new byte[300];
        random.nextBytes(bytes);
        examined(bytes);
        return bytes;
    }

    Operation text(String path, String text) throws IOException {
        return Operation.Put.of(path, harmless(text));
    }

    Decision commit(Caller caller, Repository repository, Operation... operations) throws InterruptedException {
        return commit(caller, repository, proposal("main", Optional.empty(), false, operations));
    }

    Decision commit(Caller caller, Repository repository, Proposal proposal) throws InterruptedException {
        return repositories().commit(caller, repository, proposal);
    }

    static Proposal proposal(String target, Optional<String> parent, boolean asked, Operation... operations) {
        return new Proposal(target, "Change it", "because", parent, List.of(operations), asked);
    }

    String published(Decision decision) {
        return ((Decision.Published) decision).commit();
    }

    List<String> paths(Repository repository, String revision) {
        var all = new ArrayList<String>();
        var mark = "";
        while (true) {
            var page = repositories().tree(repositories().revision(repository, revision), "", true, 1_000, mark);
            page.items().stream().filter(it -> !it.folder()).map(Entry::path).forEach(all::add);
            if (page.next().isEmpty()) {
                return all;
            }
            mark = page.next().get();
        }
    }

    void release(byte[] bytes) throws IOException {
        gate.decide(Digest.of(bytes), true, "ada", "looked at it");
    }

    void convict(byte[] bytes) throws IOException {
        gate.decide(Digest.of(bytes), false, "ada", "it is bad");
    }

    /// Looks again and again until a pull request has come to this, on the room's own thread.
    PullRequest awaits(Repository repository, long number, PullRequest.Status status) {
        var deadline = System.nanoTime() + LONG.toNanos();
        while (true) {
            var now = repositories().pullRequest(repository, number);
            if (now.status() == status || System.nanoTime() > deadline) {
                return now;
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    List<String> said() throws IOException {
        try (var lines = ledger.lines(0)) {
            return lines.collect(Collectors.toList());
        }
    }

    Path git(Repository repository) {
        var id = repository.publicId();
        return folder.resolve("git").resolve(id.substring(22)).resolve(id + ".git");
    }

    @Override
    public void close() throws IOException {
        house.close();
        gateHouse.close();
        ledger.close();
        database.close();
    }
}
