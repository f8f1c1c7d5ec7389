package dev.assay.gate;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.assay.inspect.Inspection;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// As many inspectors as the settings say, each taking the next case from the docket, one at a time.
///
/// A process is sent away after it read so many blobs, after one that the policy does not clear, and after any failure:
/// should a blob have taken it over, few others are read by it. See `docs/decisions/inspectors-are-changed.md`.
final class Inspectors implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Inspectors.class.getName());

    /// Blobs that one process reads at most.
    static final int MOST_READ = 100;

    private static final Duration BREATH = Duration.ofSeconds(1);

    private final GateSettings settings;
    private final Bureau bureau;
    private final Docket docket;
    private final Quarantine quarantine;
    private final Bench bench;
    private final List<Desk> desks = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);

    Inspectors(
            GateSettings settings,
            Launch launch,
            String generation,
            Docket docket,
            Quarantine quarantine,
            Bench bench) {
        this.settings = settings;
        this.bureau = new Bureau(launch, generation);
        this.docket = docket;
        this.quarantine = quarantine;
        this.bench = bench;
    }

    void start() {
        for (var number = 0; number < settings.inspectors(); number++) {
            var desk = new Desk(number);
            desks.add(desk);
            desk.thread.start();
        }
    }

    long failures() {
        return failures.get();
    }

    /// Why nobody inspects; empty if somebody does.
    Optional<String> ailing() {
        var troubles = desks.stream().map(Desk::trouble).toList();
        return troubles.stream().allMatch(Optional::isPresent)
                ? Optional.of(
                        troubles.stream().flatMap(Optional::stream).findFirst().orElse("there is no inspector"))
                : Optional.empty();
    }

    @Override
    public void close() {
        closing.countDown();
        for (var desk : desks) {
            desk.stop();
        }
        bureau.close();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /// One inspector's desk: a thread that asks, and the process that answers it. Whatever goes wrong here is logged,
    /// and the desk goes on: one that was given up would be missed by nobody.
    private final class Desk {

        private final Thread thread;
        private volatile @Nullable InspectorProcess process;
        private volatile @Nullable String trouble;
        private int read;

        Desk(int number) {
            this.thread =
                    Thread.ofPlatform().daemon().name("inspector-" + number).unstarted(this::work);
        }

        /// What keeps this desk from inspecting.
        Optional<String> trouble() {
            return thread.isAlive() ? Optional.ofNullable(trouble) : Optional.of("an inspector's desk is closed");
        }

        void stop() {
            thread.interrupt();
            fire();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            fire();
        }

        private void work() {
            try {
                hire();
                while (!isClosing()) {
                    try {
                        look(docket.take());
                    } catch (RuntimeException | Error unforeseen) { // the database, or a bug of ours
                        trouble("an inspector's desk failed, and goes on: " + unforeseen, unforeseen);
                        breathe();
                    }
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } finally {
                fire();
            }
        }

        private void look(Case next) throws InterruptedException {
            var settled = false;
            try {
                settled = settle(next);
            } finally {
                if (!settled && !isClosing()) {
                    bench.putOff(next, trouble == null ? "its inspection was given up" : trouble);
                }
            }
            if (!settled) {
                breathe();
            }
        }

        /// @return whether the bench was told how it went
        private boolean settle(Case next) throws InterruptedException {
            var inspector = hire();
            if (inspector == null) {
                return false;
            }
            Inspection inspection;
            try (var shown = quarantine.show(next.digest())) {
                inspection =
                        inspector.inspect(next.digest(), next.size(), shown.file(), settings.deadline(next.size()));
            } catch (NoSuchFileException gone) {
                bench.failed(next, "its bytes are gone from the vault", false);
                return true;
            } catch (IOException refused) {
                trouble("an inspector cannot be shown " + next.digest() + ": " + refused.getMessage(), refused);
                return false;
            } catch (InspectorProcess.Failed failed) {
                fire();
                if (!isClosing()) {
                    failures.incrementAndGet();
                    bench.failed(next, "the inspector " + failed.why(), failed.late());
                }
                return true;
            }
            trouble = null;
            read++;
            if (read >= MOST_READ || !bench.clears(inspection)) {
                fire();
            }
            bench.examined(next, inspection);
            return true;
        }

        /// The process at this desk, another one if there is none.
        private @Nullable InspectorProcess hire() {
            var present = process;
            if (present != null && present.alive()) {
                return present;
            }
            fire();
            try {
                var hired = bureau.hire();
                process = hired;
                read = 0;
                if (isClosing()) { // and whoever closes may have looked before it was there
                    fire();
                    return null;
                }
                return hired;
            } catch (IOException refused) {
                trouble(
                        "no inspector can be started, and nothing is cleared until one can: " + refused.getMessage(),
                        refused);
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

        private void trouble(String what, Throwable cause) {
            trouble = what;
            if (!isClosing()) {
                log.log(cause instanceof IOException ? WARNING : ERROR, what, cause);
            }
        }

        private void breathe() throws InterruptedException {
            if (closing.await(BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("closed");
            }
        }
    }
}
