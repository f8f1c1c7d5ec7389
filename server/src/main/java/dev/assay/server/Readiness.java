package dev.assay.server;

import dev.assay.gate.Gate;
import dev.assay.store.Database;
import java.util.Optional;

/// Whether the hub can do its work: the database answers, and nothing keeps the gate from its own (a policy in force, a
/// ledger that takes lines, inspectors that live).
final class Readiness {

    private final Database database;
    private final Gate gate;

    Readiness(Database database, Gate gate) {
        this.database = database;
        this.gate = gate;
    }

    /// What is missing, in a sentence; empty if nothing is.
    Optional<String> missing() {
        try {
            database.read(sql -> sql.sql("select 1").query(Integer.class).single());
            return gate.ailing();
        } catch (RuntimeException failed) {
            return Optional.of("The database does not answer.");
        }
    }
}
