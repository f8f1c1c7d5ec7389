package dev.assay.gate;

import static java.lang.System.Logger.Level.WARNING;

import dev.assay.inspect.Inspection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// As many inspectors as the settings say, each taking the next case from the docket, one at a time.
final class Inspectors implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Inspectors.class.getName());

    private final GateSettings settings;
    private final Launch launch;
    private final String generation;
    private final Docket docket;
    private final Quarantine quarantine;
    private final Bench bench;
    private final List<Desk> desks = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean closing;

    Inspectors(
            GateSettings settings,
            Launch launch,
            String generation,
            Docket docket,
            Quarantine quarantine,
            Bench bench) {
        this.settings = settings;
        this.launch = launch;
        this.generation = generation;
        this.docket = docket;
        this.quarantine = quarantine;
        this.bench = bench;
    }

    void start() {
        for (var number = 0; number < settings.inspectors(); number++) {
            var desk = new Desk();
            desks.add(desk);
            desk.thread =
                    Thread.ofPlatform().daemon().name("inspector-" + number).start(desk::work);
        }
    }

    long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        closing = true;
        for (var desk : desks) {
            desk.stop();
        }
    }

    /// One inspector's desk: a thread that asks, and the process that answers it.
    private final class Desk {

        private @Nullable Thread thread;
        private volatile @Nullable InspectorProcess process;

        void work() {
            try {
                hire();
                while (!closing) {
                    look(docket.take());
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } finally {
                fire();
            }
        }

        void stop() {
            var working = thread;
            if (working != null) {
                working.interrupt();
            }
            fire();
            if (working != null) {
                try {
                    working.join(Duration.ofSeconds(10));
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            fire();
        }

        private void look(Case next) throws InterruptedException {
            var inspector = hire();
            if (inspector == null) {
                if (!closing) {
                    bench.putOff(next, "no inspector can be started");
                }
                return;
            }
            Inspection inspection;
            try {
                inspection = inspector.inspect(
                        next.digest(), next.size(), quarantine.look(next.digest()), settings.deadline(next.size()));
            } catch (InspectorProcess.Failed failed) {
                fire();
                if (!closing) {
                    failures.incrementAndGet();
                    bench.failed(next, "the inspector " + failed.why());
                }
                return;
            }
            bench.examined(next, inspection);
        }

        /// The process at this desk, started if there is none.
        private @Nullable InspectorProcess hire() {
            var present = process;
            if (present != null && present.alive()) {
                return present;
            }
            fire();
            try {
                var hired = InspectorProcess.start(launch, generation);
                process = hired;
                if (closing) { // and whoever closes may have looked before it was there
                    fire();
                    return null;
                }
                return hired;
            } catch (IOException refused) {
                log.log(
                        WARNING,
                        "no inspector can be started, and nothing is cleared until one can: " + refused.getMessage());
                return null;
            }
        }

        private void fire() {
            var present = process;
            process = null;
            if (present != null) {
                present.close();
            }
        }
    }
}
