package dev.assay.server;

import dev.assay.gate.Gate;
import dev.assay.repo.people.People;
import java.util.Optional;

/// Whether the hub can do its work: the database answers, and nothing keeps the gate from its own (a policy in force, a
/// ledger that takes lines, inspectors that live).
final class Readiness {

    private final People people;
    private final Gate gate;

    Readiness(People people, Gate gate) {
        this.people = people;
        this.gate = gate;
    }

    /// What is missing, in a sentence; empty if nothing is.
    Optional<String> missing() {
        try {
            // Whatever it says, the database has said it.
            people.empty();
            return gate.ailing();
        } catch (RuntimeException failed) {
            return Optional.of("The database does not answer.");
        }
    }
}
