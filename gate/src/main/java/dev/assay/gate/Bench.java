package dev.assay.gate;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.judge.Outcome;
import dev.assay.judge.Policy;
import dev.assay.judge.Verdict;
import dev.assay.judge.Word;
import dev.assay.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Where facts become a verdict: the policy in force is asked, the ledger told, and only then the register.
///
/// What comes in together shares one flush of the ledger and one of the database.
final class Bench implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Bench.class.getName());
    private static final int MOST_TOGETHER = 64;
    private static final Duration LOOK_FOR_POLICY = Duration.ofSeconds(1);

    private final PolicyFile policy;
    private final Ledger ledger;
    private final Register register;
    private final Docket docket;
    private final Announcements announcements;
    private final BlockingQueue<Examined> examined = new ArrayBlockingQueue<>(MOST_TOGETHER);
    private final ExecutorService appending = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Word, LongAdder> verdicts = new EnumMap<>(Word.class);
    private final Thread filing =
            Thread.ofPlatform().daemon().name("gate-bench").unstarted(this::work);
    private final Thread catchingUp =
            Thread.ofPlatform().daemon().name("gate-policy").unstarted(this::watch);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable String caughtUp;
    private @Nullable String announced;
    private long absences;

    Bench(PolicyFile policy, Ledger ledger, Register register, Docket docket, Announcements announcements) {
        this.policy = policy;
        this.ledger = ledger;
        this.register = register;
        this.docket = docket;
        this.announcements = announcements;
        for (var word : Word.values()) {
            verdicts.put(word, new LongAdder());
        }
    }

    private record Examined(Case of, Inspection inspection) {}

    void start() {
        filing.start();
        catchingUp.start();
    }

    /// Verdicts passed since the start.
    Map<Word, Long> verdicts() {
        var counts = new EnumMap<Word, Long>(Word.class);
        verdicts.forEach((word, count) -> counts.put(word, count.sum()));
        return counts;
    }

    /// Whether the policy in force clears what was found; never so if there is none.
    boolean clears(Inspection inspection) {
        return switch (policy.now()) {
            case InForce.Ruling it -> it.policy().judge(inspection).outcome() == Outcome.CLEAR;
            case InForce.Nothing nothing -> false;
        };
    }

    /// What keeps verdicts from being passed; empty if nothing does.
    Optional<String> ailing() {
        return switch (policy.now()) {
            case InForce.Nothing it -> Optional.of(it.why());
            case InForce.Ruling it ->
                filing.isAlive() ? ledger.ailing() : Optional.of("nobody writes down what inspectors find");
        };
    }

    void examined(Case of, Inspection inspection) throws InterruptedException {
        examined.put(new Examined(of, inspection));
    }

    /// @param late whether it exceeded its deadline
    void failed(Case of, String why, boolean late) {
        log.log(WARNING, of.digest() + " is not examined: " + why);
        try {
            docket.failed(of, why, late);
        } catch (RuntimeException database) {
            docket.putOff(of, why);
        }
        announcements.changed(of.digest());
    }

    void putOff(Case of, String why) {
        docket.putOff(of, why);
        announcements.changed(of.digest());
    }

    /// What this policy makes of the facts on file, told to the ledger if it has not been told yet; empty without
    /// facts.
    ///
    /// Two who ask at once may tell the ledger twice; the later line says the same. A lock would only make
    /// everybody who asks wait for one another's flushes.
    Optional<Verdict> judge(Digest digest, Policy policy) throws IOException {
        var facts = register.facts(digest);
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        var verdict = policy.judge(facts.get());
        var filed = register.dossier(digest, policy.key()).map(Dossier::outcome);
        if (!filed.equals(Optional.of(verdict.outcome()))) {
            file(List.of(told(verdict, facts.get(), policy)));
            announcements.changed(digest);
        }
        return Optional.of(verdict);
    }

    @Override
    public void close() {
        closed.countDown();
        filing.interrupt();
        try {
            filing.join(Duration.ofSeconds(10));
            catchingUp.join(Duration.ofSeconds(10));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        appending.close();
    }

    private void work() {
        try {
            while (true) {
                var batch = new ArrayList<Examined>();
                batch.add(examined.take());
                examined.drainTo(batch, MOST_TOGETHER - 1);
                try {
                    settle(batch);
                } catch (IOException | RuntimeException | Error refused) { // this thread has to outlive them all
                    log.log(ERROR, batch.size() + " inspections could not be written down", refused);
                    batch.forEach(it -> putOff(it.of(), "its inspection could not be written down"));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Examined> batch) throws IOException, InterruptedException {
        var key = "";
        switch (policy.now()) {
            case InForce.Ruling it -> {
                key = it.policy().key();
                file(judged(batch.stream().map(Examined::inspection).toList(), it.policy()));
            }
            case InForce.Nothing nothing ->
                file(batch.stream()
                        .map(it -> Register.Filed.unjudged(it.inspection()))
                        .toList());
        }
        for (var it : batch) {
            docket.done(it.of().digest());
            announcements.changed(it.of().digest());
        }
        if (!key.equals(caughtUp)) {
            caughtUp = null;
        }
    }

    private List<Register.Filed> judged(List<Inspection> inspections, Policy policy)
            throws IOException, InterruptedException {
        var telling = new ArrayList<Callable<Register.Filed>>();
        for (var facts : inspections) {
            var verdict = policy.judge(facts);
            telling.add(() -> told(verdict, facts, policy));
        }
        var filed = new ArrayList<Register.Filed>();
        for (var told : appending.invokeAll(telling)) {
            try {
                filed.add(told.get());
            } catch (ExecutionException refused) {
                throw new IOException("the ledger did not take a verdict", refused.getCause());
            }
        }
        return filed;
    }

    /// The verdict, after the ledger has its line.
    private Register.Filed told(Verdict verdict, Inspection facts, Policy policy) throws IOException {
        return new Register.Filed(facts, verdict, policy.key(), ledger.append(Entry.verdict(verdict, facts, policy)));
    }

    private void file(List<Register.Filed> filed) {
        register.file(filed);
        for (var it : filed) {
            if (it.verdict() != null) {
                verdicts.getOrDefault(it.verdict().word(), new LongAdder()).increment();
            }
        }
    }

    private void watch() {
        try {
            do {
                catchUp();
            } while (!closed.await(LOOK_FOR_POLICY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks the policy in force about all facts it has not been asked about. No file is opened for it.
    private void catchUp() throws InterruptedException {
        try {
            var absent = policy.absences(); // asked first: what is counted later is told later
            switch (policy.now()) {
                case InForce.Ruling it -> {
                    if (!it.policy().key().equals(caughtUp)) {
                        caughtUp = it.policy().key();
                        catchUp(it.policy());
                    }
                    if (absent != absences || !it.policy().key().equals(announced)) {
                        absences = absent;
                        announced = it.policy().key();
                        announcements.inForce();
                    }
                }
                case InForce.Nothing nothing -> caughtUp = null;
            }
        } catch (IOException | RuntimeException | Error refused) { // this thread has to outlive them all
            caughtUp = null;
            log.log(WARNING, "verdicts under the new policy could not be passed, and will be tried again", refused);
        }
    }

    private void catchUp(Policy inForce) throws IOException, InterruptedException {
        var count = 0;
        var after = "";
        for (var batch = register.unjudged(inForce.key(), after, MOST_TOGETHER);
                !batch.isEmpty();
                batch = register.unjudged(inForce.key(), after, MOST_TOGETHER)) {
            var facts =
                    batch.stream().flatMap(it -> register.facts(it).stream()).toList();
            file(judged(facts, inForce));
            batch.forEach(announcements::changed);
            count += batch.size();
            after = batch.getLast().hex();
        }
        log.log(INFO, "policy " + inForce.name() + " is in force; it judged " + count + " blobs anew");
    }
}
