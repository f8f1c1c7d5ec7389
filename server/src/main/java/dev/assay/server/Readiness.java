package dev.assay.server;

import dev.assay.gate.Gate;
import dev.assay.judge.Policy;
import dev.assay.ledger.Ledger;
import dev.assay.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the hub can do its work: rules are in force, the database and the ledger answer.
final class Readiness {

    private final Path policy;
    private final Database database;
    private final Ledger ledger;
    private final Gate gate;

    Readiness(Path policy, Database database, Ledger ledger, Gate gate) {
        this.policy = policy;
        this.database = database;
        this.ledger = ledger;
        this.gate = gate;
    }

    /// What is missing, in a sentence for administrators; empty if nothing is.
    Optional<String> missing() {
        try {
            Policy.read(policy);
        } catch (IOException | IllegalArgumentException nothing) {
            return Optional.of("No policy is in force, so nothing is let through.");
        }
        try {
            database.read(sql -> sql.sql("select 1").query(Integer.class).single());
            gate.load();
        } catch (RuntimeException failed) {
            return Optional.of("The database does not answer.");
        }
        try {
            ledger.checkpoint();
        } catch (IOException | RuntimeException failed) {
            return Optional.of("The ledger does not answer.");
        }
        return Optional.empty();
    }
}
