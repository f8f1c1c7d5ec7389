package dev.assay.server;

import dev.assay.gate.Gate;
import dev.assay.gate.GateHouse;
import dev.assay.gate.GateSettings;
import dev.assay.gate.StoredInspections;
import dev.assay.gate.Vault;
import dev.assay.ledger.Ledger;
import dev.assay.repo.Repositories;
import dev.assay.repo.RepositoryHouse;
import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Links;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Route;
import dev.assay.server.http.Seals;
import dev.assay.server.http.Spool;
import dev.assay.server.http.Traffic;
import dev.assay.server.huggingface.Asked;
import dev.assay.server.huggingface.CommitRoute;
import dev.assay.server.huggingface.DiscussionRoutes;
import dev.assay.server.huggingface.HistoryRoutes;
import dev.assay.server.huggingface.IdentityRoutes;
import dev.assay.server.huggingface.InfoRoutes;
import dev.assay.server.huggingface.PreuploadRoute;
import dev.assay.server.huggingface.RepositoryRoutes;
import dev.assay.server.huggingface.ResolveRoutes;
import dev.assay.server.huggingface.TreeRoutes;
import dev.assay.server.huggingface.ValidateRoute;
import dev.assay.server.lfs.LfsRoutes;
import dev.assay.server.lfs.TransferRoutes;
import dev.assay.server.operations.BlobRoutes;
import dev.assay.server.operations.GateMeters;
import dev.assay.server.operations.HealthRoutes;
import dev.assay.server.operations.InspectionRoutes;
import dev.assay.server.web.Pages;
import dev.assay.server.xet.Xet;
import dev.assay.store.Bond;
import dev.assay.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The whole house, wired by hand: what is made here is made once, in the order in which it is needed,
/// and closed in the other.
final class House implements Closeable {

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final DataFolder data;
    private final People people;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Traffic traffic = new Traffic(meters);
    private final List<Route> routes;

    private House(Settings settings) throws IOException {
        try {
            data = opened(DataFolder.take(settings.data()));
            var policy = settings.policy().isPresent() ? settings.policy().get() : data.policy();
            var database = opened(
                    settings.database().isPresent()
                            ? Database.postgresql(settings.database().get())
                            : Database.sqlite(data.path().resolve("assay.db")));
            Bond.check(database, data.path(), Files.exists(data.path().resolve("ledger")));
            var ledger = opened(Ledger.open(data.path().resolve("ledger"), "assay"));
            var gateHouse = opened(GateHouse.open(gateSettings(settings, policy), database, ledger));
            var gate = gateHouse.gate();
            var vault = gateHouse.vault();
            var repositories = opened(RepositoryHouse.open(data.path().resolve("git"), database, gate, vault, ledger));
            people = repositories.people();
            routes = List.copyOf(routes(settings, database, gate, vault, repositories.repositories()));
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private GateSettings gateSettings(Settings settings, Path policy) {
        var standard = GateSettings.in(data.path());
        return new GateSettings(
                standard.folder(),
                policy,
                settings.inspectors(),
                (long) settings.inspectorMemory() << 20,
                settings.inspectorDeadline(),
                standard.deadlinePerMebibyte(),
                standard.attempts(),
                standard.backoff(),
                settings.freeSpace(),
                standard.receiving(),
                standard.patience());
    }

    private List<Route> routes(Settings settings, Database database, Gate gate, Vault vault, Repositories repositories)
            throws IOException {
        var clock = Clock.systemUTC();
        var callers = new Callers(people);
        var links = new Links(settings.url());
        var asked = new Asked(repositories, callers);
        var key = data.secret("key");
        var seals = new Seals(key);
        var spool = data.path().resolve("spool");
        Spool.sweep(spool);
        var reserve = new Reserve(data.path(), settings.freeSpace());
        var xet = opened(Xet.open(
                data.path().resolve("xet"),
                key,
                settings.largestFile(),
                reserve,
                database,
                gate,
                repositories,
                people,
                callers,
                links,
                traffic));

        var routes = new ArrayList<Route>();
        routes.addAll(
                new HealthRoutes(meters, new GateMeters(meters, gate), new Readiness(people, gate)::missing).routes());
        routes.addAll(new BlobRoutes(callers, repositories, gate).routes());
        routes.addAll(new InspectionRoutes(callers, new StoredInspections(database)).routes());
        routes.addAll(new IdentityRoutes(callers).routes());
        routes.addAll(new RepositoryRoutes(repositories, callers, links).routes());
        routes.addAll(new ValidateRoute().routes());
        routes.addAll(new InfoRoutes(asked, repositories, gate, vault, links).routes());
        routes.addAll(new TreeRoutes(asked, repositories, gate, links).routes());
        routes.addAll(new HistoryRoutes(asked, repositories, links).routes());
        routes.addAll(new PreuploadRoute(asked, repositories, gate, vault).routes());
        routes.addAll(new CommitRoute(asked, repositories, gate, links, traffic, spool, reserve).routes());
        routes.addAll(new DiscussionRoutes(asked, callers, repositories, links).routes());
        routes.addAll(xet.routes());
        routes.addAll(new LfsRoutes(
                        asked,
                        callers,
                        repositories,
                        gate,
                        links,
                        seals,
                        clock,
                        settings.partSize(),
                        settings.largestFile())
                .routes());
        var transfers = new TransferRoutes(
                repositories,
                people,
                gate,
                vault,
                seals,
                clock,
                traffic,
                reserve,
                spool.resolve("parts"),
                settings.partSize());
        opened(Hourly.run("sweeping abandoned parts", transfers::sweep));
        routes.addAll(transfers.routes());
        routes.addAll(new ResolveRoutes(asked, repositories, gate, vault, traffic).routes());
        routes.addAll(new Pages(repositories, gate, vault, callers, people, links).routes());
        return routes;
    }

    /// @throws IOException with a sentence if some part of it cannot be opened; nothing stays open then
    static House open(Settings settings) throws IOException {
        return new House(settings);
    }

    private <T extends Closeable> T opened(T part) {
        open.push(part);
        return part;
    }

    DataFolder data() {
        return data;
    }

    People people() {
        return people;
    }

    Traffic traffic() {
        return traffic;
    }

    /// Every route of the hub, in the order in which they are tried.
    List<Route> routes() {
        return routes;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
