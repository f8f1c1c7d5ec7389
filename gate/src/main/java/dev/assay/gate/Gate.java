package dev.assay.gate;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.judge.Outcome;
import dev.assay.judge.Policy;
import dev.assay.judge.Word;
import dev.assay.ledger.Ledger;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where every blob stops on its way in, and is asked for on its way out.
///
/// ```
/// receive → (quarantine) → examine → (verdict) → clear → (clearance) → Vault.open
/// ```
///
/// Quarantine is not a place but a state: that of a blob no verdict has cleared.
/// The server gets its gate from [GateHouse#open], which wires vault, docket, inspectors, policy and ledger.
/// Safe for use by many threads.
public final class Gate implements Closeable {

    /// An attempt within five seconds is worth waiting for.
    private static final long SOON = 5_000_000;

    private final Quarantine quarantine;
    private final Register register;
    private final Docket docket;
    private final Inspectors inspectors;
    private final Bench bench;
    private final PolicyFile policy;
    private final Announcements announcements;
    private final Ledger ledger;
    private final LongAdder blobsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();

    Gate(
            Quarantine quarantine,
            Register register,
            Docket docket,
            Inspectors inspectors,
            Bench bench,
            PolicyFile policy,
            Announcements announcements,
            Ledger ledger) {
        this.quarantine = quarantine;
        this.register = register;
        this.docket = docket;
        this.inspectors = inspectors;
        this.bench = bench;
        this.policy = policy;
        this.announcements = announcements;
        this.ledger = ledger;
    }

    /// Streams an upload into quarantine, sealed under the digest of what actually arrived, and puts it on the docket.
    ///
    /// @throws NoRoom if the vault's disk has no room for it
    /// @throws Busy if too many large uploads arrive already
    /// @throws IOException if the upload breaks off or the disk refuses; nothing is kept then
    public Received receive(InputStream upload) throws IOException {
        return docketed(List.of(quarantine.seal(upload))).getFirst();
    }

    /// The same for a small content at hand, which waits for nobody.
    public Received receive(byte[] content) throws IOException {
        return receive(List.of(content)).getFirst();
    }

    /// The same for many small contents, in their order: cheaper together, since they share their flushes to the disk.
    public List<Received> receive(List<byte[]> contents) throws IOException {
        return docketed(quarantine.seal(contents));
    }

    /// @param size bytes
    public record Received(Digest digest, long size) {}

    /// How a blob stands now. Never asks anybody to wait.
    public Standing standing(Digest digest) {
        var inForce = policy.now();
        return register.dossier(digest, key(inForce))
                .map(dossier -> standing(digest, dossier, inForce))
                .orElse(new Standing.Absent());
    }

    /// How a blob stands among others: by its own facts, and by what those others add to them.
    ///
    /// What is said of it here is said of the company it is in: asked each time, neither kept nor told to the
    /// ledger as a verdict on the blob. A person's release counts as far as the worst that person knew.
    ///
    /// @param joined adds findings to what was found in the blob alone
    public Standing among(Digest digest, UnaryOperator<Inspection> joined) {
        var alone = standing(digest);
        var released = alone instanceof Standing.Decided it && it.released();
        if (!(policy.now() instanceof InForce.Ruling ruling) || !released && !(alone instanceof Standing.Judged)) {
            return alone;
        }
        var facts = register.facts(digest);
        if (facts.isEmpty()) {
            return new Standing.Unexamined("its inspection is gone");
        }
        var together = joined.apply(facts.get());
        if (together.equals(facts.get())) {
            return alone;
        }
        var verdict = ruling.policy().judge(together);
        var known = released
                ? register.dossier(digest, "").map(Dossier::decision).map(Decision::over)
                : Optional.<Outcome>empty();
        return known.filter(it -> verdict.outcome().compareTo(it) <= 0).isPresent()
                ? alone
                : new Standing.Judged(verdict);
    }

    /// Bytes of a blob that is here, whatever its standing; empty if it is not here.
    public Optional<Long> size(Digest digest) {
        return register.size(digest);
    }

    /// Waits until each of these blobs is judged or held, or the time is over, and says how each stands. A blob on
    /// which an inspector failed is waited for as long as another attempt is near.
    public Map<Digest, Standing> await(Collection<Digest> digests, Duration atMost) throws InterruptedException {
        announcements.await(digests, atMost, this::settled);
        var standings = new LinkedHashMap<Digest, Standing>();
        digests.forEach(digest -> standings.put(digest, standing(digest)));
        return standings;
    }

    /// Permission to read this blob now.
    ///
    /// @throws Refused unless a verdict under the policy in force, or a waiver, clears it
    public Clearance clear(Digest digest) {
        var inForce = policy.now();
        var dossier = register.dossier(digest, key(inForce));
        if (dossier.isPresent() && clearedByPolicy(dossier.get(), inForce)) {
            return new Clearance(digest);
        }
        var standing = dossier.map(it -> standing(digest, it, inForce)).orElse(new Standing.Absent());
        if (!standing.lets()) {
            throw Refusal.of(digest, standing);
        }
        return new Clearance(digest);
    }

    /// A person's decision about one blob that outranks the policy: released, or convicted. A release reaches as far as
    /// what the policy in force says now: should a later look find worse, the policy's word counts again.
    ///
    /// @param who the account, for the record
    /// @param because the reason, one line, for the record and for whoever is refused
    /// @throws Refused if the blob is not here, or is to be released and was not inspected
    public Standing decide(Digest digest, boolean release, String who, String because) throws IOException {
        if (who.isBlank()
                || because.isBlank()
                || because.length() > 1_000
                || because.lines().count() > 1) {
            throw new IllegalArgumentException(
                    "a decision bears a name, and a reason of one line of at most 1,000 characters");
        }
        var before = standing(digest);
        if (before instanceof Standing.Absent) {
            throw Refusal.of(digest, before);
        }
        var decision = new Decision(release, who, because, release ? worst(digest, before) : Outcome.CONVICT);
        var entry = ledger.append(Entry.decision(digest, decision));
        register.decide(digest, decision, entry);
        announcements.changed(digest);
        return standing(digest);
    }

    /// Calls back, on a thread of the gate's, after a blob's standing has changed and is durable.
    public void whenJudged(Consumer<Digest> listener) {
        announcements.listen(listener);
    }

    /// Calls back, on a thread of the gate's, after another policy has come into force, or one has come back, and has
    /// judged what is on file: then any blob may stand otherwise, those too that it had judged before.
    public void whenInForce(Runnable listener) {
        announcements.listenForPolicies(listener);
    }

    /// What keeps the gate from doing its work: no policy is in force, the ledger takes no line, or nobody inspects.
    /// What was cleared before may leave all the same, but for the first. Empty if all is well.
    public Optional<String> ailing() {
        return bench.ailing().or(inspectors::ailing);
    }

    /// How much there is to do, and what was done since the start.
    public Load load() {
        var backlog = register.backlog();
        var since = backlog.since();
        return new Load(
                backlog.waiting(),
                since == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, Register.now() - since) * 1_000),
                docket.inspecting(),
                inspectors.failures(),
                blobsIn.sum(),
                bytesIn.sum(),
                bench.verdicts());
    }

    /// @param waiting blobs on the docket, those being inspected included, and those not that rest after a failure
    /// @param oldest for how long the oldest of them has been here
    /// @param inspecting blobs an inspector has taken
    /// @param failures inspections that ended without an answer
    /// @param blobsIn blobs received
    /// @param bytesIn bytes received
    /// @param verdicts verdicts passed, by their word
    public record Load(
            long waiting,
            Duration oldest,
            int inspecting,
            long failures,
            long blobsIn,
            long bytesIn,
            Map<Word, Long> verdicts) {}

    /// Stops inspecting. What was on the docket is inspected after the next start.
    @Override
    public void close() throws IOException {
        inspectors.close();
        bench.close();
        announcements.close();
    }

    /// Permission to read one blob. Only the gate writes these, and the vault reads nothing else.
    public static final class Clearance {

        private final Digest subject;

        private Clearance(Digest subject) {
            this.subject = subject;
        }

        public Digest subject() {
            return subject;
        }
    }

    private List<Received> docketed(List<Received> received) {
        docket.add(register.arrive(received));
        received.forEach(it -> {
            blobsIn.increment();
            bytesIn.add(it.size());
        });
        return received;
    }

    private static String key(InForce inForce) {
        return switch (inForce) {
            case InForce.Ruling it -> it.policy().key();
            case InForce.Nothing it -> "";
        };
    }

    /// What the register says without a look at the facts: the common case of a download.
    private static boolean clearedByPolicy(Dossier dossier, InForce inForce) {
        return inForce instanceof InForce.Ruling
                && dossier.inspected()
                && dossier.outcome() == Outcome.CLEAR
                && (dossier.decision() == null || dossier.decision().released());
    }

    private Standing standing(Digest digest, Dossier dossier, InForce inForce) {
        var decision = dossier.decision();
        if (decision != null && !decision.released()) {
            return new Standing.Decided(false, decision.who(), decision.because());
        }
        return switch (inForce) {
            case InForce.Nothing it -> new Standing.Unexamined(it.why());
            case InForce.Ruling it ->
                dossier.inspected() ? judged(digest, it.policy(), decision) : notInspected(digest, dossier);
        };
    }

    private Standing judged(Digest digest, Policy inForce, @Nullable Decision decision) {
        try {
            var verdict = bench.judge(digest, inForce);
            if (verdict.isEmpty()) {
                return new Standing.Unexamined("its inspection is gone");
            }
            if (decision != null && verdict.get().outcome().compareTo(decision.over()) <= 0) {
                return new Standing.Decided(true, decision.who(), decision.because());
            }
            return new Standing.Judged(verdict.get());
        } catch (IOException refused) {
            return new Standing.Unexamined("the ledger does not take a verdict on it");
        }
    }

    private Standing notInspected(Digest digest, Dossier dossier) {
        if (!dossier.onDocket() && dossier.why() == null) {
            register.again(digest, dossier.size()).ifPresent(it -> docket.add(List.of(it)));
        }
        var why = dossier.why();
        return why == null ? new Standing.Waiting() : new Standing.Unexamined(why);
    }

    /// While another attempt is near, a failed one settles nothing.
    private boolean settled(Digest digest) {
        var settled = switch (standing(digest)) {
            case Standing.Waiting it -> false;
            case Standing.Unexamined it -> policy.now() instanceof InForce.Nothing || !soonAgain(digest);
            case Standing.Absent it -> true;
            case Standing.Judged it -> true;
            case Standing.Decided it -> true;
        };
        if (!settled) {
            docket.hurry(digest);
        }
        return settled;
    }

    private boolean soonAgain(Digest digest) {
        return register.dossier(digest, "")
                .filter(it -> it.onDocket() && it.notBefore() - Register.now() < SOON)
                .isPresent();
    }

    /// The outcome a release would overrule.
    private Outcome worst(Digest digest, Standing before) throws IOException {
        var verdict = switch (policy.now()) {
            case InForce.Ruling it -> bench.judge(digest, it.policy());
            case InForce.Nothing it -> throw Refusal.of(digest, new Standing.Unexamined(it.why()));
        };
        return verdict.orElseThrow(
                        () -> Refusal.of(digest, before instanceof Standing.Decided ? new Standing.Waiting() : before))
                .outcome();
    }
}
