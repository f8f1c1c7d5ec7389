package dev.assay.server;

import dev.assay.gate.Gate;
import dev.assay.gate.Vault;
import dev.assay.ledger.Ledger;
import dev.assay.repo.Repositories;
import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Links;
import dev.assay.server.http.Traffic;
import dev.assay.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The whole house, wired by hand: what is made here is made once, in the order in which it is needed, and closed in
/// the other.
final class House implements Closeable {

    private final Settings settings;
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final DataFolder data;
    private final Database database;
    private final Ledger ledger;
    private final Gate gate;
    private final Vault vault;
    private final Repositories repositories;
    private final People people;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Traffic traffic = new Traffic(meters);
    private final Callers callers;
    private final Links links;

    private House(Settings settings) throws IOException {
        this.settings = settings;
        this.data = opened(DataFolder.take(settings.data()));
        throw new UnsupportedOperationException("in work");
    }

    /// @throws IOException with a sentence if some part of it cannot be opened; nothing stays open then
    static House open(Settings settings) throws IOException {
        return new House(settings);
    }

    private <T extends Closeable> T opened(T part) {
        open.push(part);
        return part;
    }

    Settings settings() {
        return settings;
    }

    DataFolder data() {
        return data;
    }

    Database database() {
        return database;
    }

    Ledger ledger() {
        return ledger;
    }

    Gate gate() {
        return gate;
    }

    Vault vault() {
        return vault;
    }

    Repositories repositories() {
        return repositories;
    }

    People people() {
        return people;
    }

    PrometheusMeterRegistry meters() {
        return meters;
    }

    Traffic traffic() {
        return traffic;
    }

    Callers callers() {
        return callers;
    }

    Links links() {
        return links;
    }

    /// Why the hub cannot do its work now; empty if it can.
    Optional<String> ready() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
