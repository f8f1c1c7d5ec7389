package dev.assay.gate;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MICROSECONDS;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who has to be looked at next.
///
/// The whole docket is in the register and survives a crash; here are the next of it, so that taking one costs no
/// query, and never more than a fixed number. What does not fit is fetched when these are done.
///
/// What used up its quick attempts, or exceeded its deadline once, is looked at again slowly, in its turn, whoever
/// waits
/// for it, and never at every desk at once: blobs that no inspector gets through do not keep the others from being
/// read.
final class Docket {

    private static final System.Logger log = System.getLogger(Docket.class.getName());

    private static final int MOST_AT_HAND = 10_000;
    private static final Duration PUT_OFF = Duration.ofSeconds(2);
    private static final Comparator<Case> BY_PLACE =
            Comparator.comparingLong(Case::place).thenComparing(Case::digest);
    private static final Comparator<Case> BY_TIME =
            Comparator.comparingLong(Case::notBefore).thenComparing(Case::digest);

    private final Register register;
    private final GateSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Case> ready = new TreeSet<>(BY_PLACE);
    private final TreeSet<Case> slow = new TreeSet<>(BY_PLACE);
    private final TreeSet<Case> resting = new TreeSet<>(BY_TIME);
    private final Map<Digest, Case> atHand = new HashMap<>();
    private final Set<Digest> taken = new HashSet<>();
    private final Set<Digest> takenSlow = new HashSet<>();
    private boolean moreInRegister = true;

    Docket(Register register, GateSettings settings) {
        this.register = register;
        this.settings = settings;
    }

    void add(Collection<Case> cases) {
        locked(() -> {
            cases.forEach(this::put);
            changed.signalAll();
        });
    }

    /// Puts first what somebody waits for.
    void hurry(Digest digest) {
        lock.lock();
        try {
            if (taken.contains(digest)) {
                return;
            }
            var known = atHand.get(digest);
            var wanted = known != null ? known : register.waiting(digest).orElse(null);
            if (wanted != null && !isSlow(wanted)) {
                remove(digest);
                force(wanted.awaited());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next to look at; waits for one. Whoever takes it says how it went: [#done] or [#failed].
    Case take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                wake();
                if (ready.isEmpty() && moreInRegister) {
                    fetch();
                }
                var next = next();
                if (next != null) {
                    atHand.remove(next.digest());
                    taken.add(next.digest());
                    return next;
                }
                if (resting.isEmpty()) {
                    changed.await();
                } else {
                    var nap = resting.first().notBefore() - Register.now();
                    changed.awaitNanos(MICROSECONDS.toNanos(Math.max(nap, 1)));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void done(Digest digest) {
        locked(() -> {
            untake(digest);
            changed.signalAll();
        });
    }

    /// It rests, longer after each failure.
    ///
    /// @param late whether it exceeded its deadline: that costs a desk so much that it has no quick attempts left
    void failed(Case failed, String why, boolean late) {
        var attempts = late ? Math.max(failed.attempts() + 1, settings.attempts()) : failed.attempts() + 1;
        var then = failed.failedUntil(attempts, Register.now() + MICROSECONDS.convert(settings.rest(attempts)));
        register.failed(failed.digest(), Place.printable(why), attempts, then.place());
        locked(() -> {
            untake(failed.digest());
            put(then);
            changed.signalAll();
        });
    }

    /// It could not even be tried, or not be written down: that is no failure of the blob's, and not counted.
    void putOff(Case untried, String why) {
        var then = untried.putOffUntil(Register.now() + MICROSECONDS.convert(PUT_OFF));
        try {
            register.failed(untried.digest(), Place.printable(why), untried.attempts(), then.place());
        } catch (RuntimeException databaseToo) {
            log.log(WARNING, "the database does not take why " + untried.digest() + " waits", databaseToo);
        }
        locked(() -> {
            untake(untried.digest());
            put(then);
            changed.signalAll();
        });
    }

    int inspecting() {
        lock.lock();
        try {
            return taken.size();
        } finally {
            lock.unlock();
        }
    }

    private void put(Case one) {
        if (taken.contains(one.digest()) || atHand.containsKey(one.digest())) {
            return;
        }
        if (atHand.size() >= MOST_AT_HAND) {
            moreInRegister = true;
            if (resting.isEmpty() || resting.last().notBefore() <= one.notBefore()) {
                return;
            }
            remove(resting.last().digest()); // what rests longest leaves its room to what does not
        }
        force(one);
    }

    private boolean isSlow(Case one) {
        return one.attempts() >= settings.attempts();
    }

    /// The next that a desk may take: by its place, but slow ones at half of the desks at most.
    private @Nullable Case next() {
        var first = ready.isEmpty() ? null : ready.first();
        var again = slow.isEmpty() || takenSlow.size() >= Math.max(1, settings.inspectors() / 2) ? null : slow.first();
        if (again != null && (first == null || again.place() < first.place())) {
            takenSlow.add(again.digest());
            return slow.pollFirst();
        }
        return ready.pollFirst();
    }

    private void untake(Digest digest) {
        taken.remove(digest);
        takenSlow.remove(digest);
    }

    private void due(Case one) {
        (isSlow(one) ? slow : ready).add(one);
    }

    private void force(Case one) {
        atHand.put(one.digest(), one);
        if (one.notBefore() > Register.now()) {
            resting.add(one);
        } else {
            due(one);
        }
    }

    private void remove(Digest digest) {
        var known = atHand.remove(digest);
        if (known != null) {
            ready.remove(known);
            slow.remove(known);
            resting.remove(known);
        }
    }

    private void wake() {
        var now = Register.now();
        while (!resting.isEmpty() && resting.first().notBefore() <= now) {
            due(resting.removeFirst());
        }
    }

    private void fetch() {
        var wanted = MOST_AT_HAND / 2 + taken.size() + slow.size() + resting.size();
        var cases = register.waiting(wanted);
        moreInRegister = cases.size() == wanted;
        cases.forEach(this::put);
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
