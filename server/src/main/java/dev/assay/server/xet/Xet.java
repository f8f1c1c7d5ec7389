package dev.assay.server.xet;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.assay.gate.Gate;
import dev.assay.repo.Repositories;
import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Links;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Route;
import dev.assay.server.http.Seals;
import dev.assay.server.http.Traffic;
import dev.assay.server.huggingface.Asked;
import dev.assay.store.Database;
import dev.assay.xet.XorbStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Everything that receives uploads through Xet, put together; and the broom that removes old xorbs, at the start and
/// then every hour.
public final class Xet implements Closeable {

    private static final System.Logger log = System.getLogger(Xet.class.getName());

    private final List<Route> routes;
    private final Thread broom;

    private Xet(List<Route> routes, Thread broom) {
        this.routes = routes;
        this.broom = broom;
    }

    /// @param folder where xorbs wait; made if it is not there
    /// @param key random bytes of this hub that outlive a restart
    /// @param largestFile bytes
    /// @param reserve of the disk that the folder is on
    public static Xet open(
            Path folder,
            byte[] key,
            long largestFile,
            Reserve reserve,
            Database database,
            Gate gate,
            Repositories repositories,
            People people,
            Callers callers,
            Links links,
            Traffic traffic)
            throws IOException {
        var clock = InstantSource.system();
        var xorbs = XorbStore.open(folder, clock);
        var tokens = new XetTokens(new Seals(key), people, clock);
        var intake = new Intake(gate, repositories, new FileNames(database, clock), largestFile, reserve);
        var routes = new ArrayList<Route>();
        routes.addAll(new XetTokenRoutes(new Asked(repositories, callers), callers, repositories, links, tokens, xorbs)
                .routes());
        routes.addAll(new XetRoutes(repositories, traffic, reserve, tokens, xorbs, intake).routes());

        return new Xet(
                List.copyOf(routes), Thread.ofVirtual().name("xet-broom").start(() -> sweepAgainAndAgain(xorbs)));
    }

    public List<Route> routes() {
        return routes;
    }

    private static void sweepAgainAndAgain(XorbStore xorbs) {
        try {
            while (true) {
                sweep(xorbs);
                Thread.sleep(Duration.ofHours(1));
            }
        } catch (InterruptedException closed) {
            // The hub stops.
        }
    }

    private static void sweep(XorbStore xorbs) {
        try {
            var swept = xorbs.sweep();
            if (swept > 0) {
                log.log(INFO, "swept the xorbs of {0} days", swept);
            }
        } catch (IOException | RuntimeException e) {
            // Disk is lost until the next hour; nothing is served from here.
            log.log(WARNING, "old xorbs could not be swept: {0}", e.toString());
        }
    }

    @Override
    public void close() {
        broom.interrupt();
    }
}
