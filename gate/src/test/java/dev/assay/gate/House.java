package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.OddInspector.Way;
import dev.assay.inspect.Digest;
import dev.assay.judge.Policy;
import dev.assay.ledger.Ledger;
import dev.assay.store.Database;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A hub's gate in a folder of its own, with a real database, ledger, vault and inspectors.
final class House implements Closeable {

    static final Duration LONG = Duration.ofSeconds(60);

    /// Plain text, as far as an [OddInspector] is concerned.
    static final byte[] WORDS = "some plain words".getBytes(UTF_8);

    final Path policy;
    final Gate gate;
    final Vault vault;
    final Path blobs;

    private final Path folder;
    private final Database database;
    private final Ledger ledger;
    private final GateHouse house;

    private House(Path folder, GateSettings settings, Way way) throws IOException {
        this.folder = folder;
        this.policy = settings.policy();
        this.blobs = settings.folder().resolve("blobs");
        this.database = Database.sqlite(folder.resolve("hub.db"));
        this.ledger = Ledger.open(folder.resolve("ledger"), "hub.example");
        var desk = Files.createDirectories(folder.resolve("desk"));
        this.house = way == Way.HONEST
                ? GateHouse.open(settings, database, ledger)
                : GateHouse.open(settings, database, ledger, OddInspector.launch(way, desk));
        this.gate = house.gate();
        this.vault = house.vault();
    }

    /// A house whose standard policy is in force; whatever fails is tried once.
    static House with(Way inspectors, Path folder) throws IOException {
        if (!Files.exists(folder.resolve("policy.yaml"))) {
            Files.write(folder.resolve("policy.yaml"), standard());
        }
        return new House(folder, settings(folder, 1, Duration.ofSeconds(20)), inspectors);
    }

    static House impatient(Way inspectors, Path folder) throws IOException {
        Files.write(folder.resolve("policy.yaml"), standard());
        return new House(folder, settings(folder, 2, Duration.ofMillis(700)), inspectors);
    }

    private static GateSettings settings(Path folder, int inspectors, Duration deadline) {
        return new GateSettings(
                folder.resolve("vault"),
                folder.resolve("policy.yaml"),
                inspectors,
                256L << 20,
                deadline,
                Duration.ZERO,
                1,
                Duration.ofMillis(50));
    }

    static byte[] standard() throws IOException {
        try (var in = Objects.requireNonNull(Policy.class.getResourceAsStream("/policy/default.yaml"))) {
            return in.readAllBytes();
        }
    }

    Digest receives(byte[] content) throws IOException {
        return gate.receive(new ByteArrayInputStream(content)).digest();
    }

    /// Receives it, and waits until it is settled how it stands.
    Digest examines(byte[] content) throws IOException, InterruptedException {
        var digest = receives(content);
        awaits(digest);
        return digest;
    }

    Standing awaits(Digest digest) throws InterruptedException {
        return Objects.requireNonNull(gate.await(List.of(digest), LONG).get(digest));
    }

    byte[] serves(Digest digest) throws IOException {
        try (var bytes = vault.open(gate.clear(digest)).stream()) {
            return bytes.readAllBytes();
        }
    }

    List<String> said() throws IOException {
        try (var lines = ledger.lines(0)) {
            return lines.collect(Collectors.toList());
        }
    }

    Database database() {
        return database;
    }

    House reopened(Way inspectors) throws IOException {
        close();
        return with(inspectors, folder);
    }

    @Override
    public void close() throws IOException {
        house.close();
        ledger.close();
        database.close();
    }
}
