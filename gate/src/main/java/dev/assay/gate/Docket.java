package dev.assay.gate;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MICROSECONDS;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who has to be looked at next.
///
/// The whole docket is in the register and survives a crash; here are the next of it, so that taking one costs no
/// query, and never more than a fixed number. What does not fit is fetched when these are done.
final class Docket {

    private static final System.Logger log = System.getLogger(Docket.class.getName());

    private static final int MOST_AT_HAND = 10_000;
    private static final Comparator<Case> BY_PLACE =
            Comparator.comparingLong(Case::place).thenComparing(Case::digest);
    private static final Comparator<Case> BY_TIME =
            Comparator.comparingLong(Case::notBefore).thenComparing(Case::digest);

    private final Register register;
    private final GateSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Case> ready = new TreeSet<>(BY_PLACE);
    private final TreeSet<Case> resting = new TreeSet<>(BY_TIME);
    private final Map<Digest, Case> atHand = new HashMap<>();
    private final Set<Digest> taken = new HashSet<>();
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
            if (wanted != null) {
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
                var next = ready.pollFirst();
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
        locked(() -> taken.remove(digest));
    }

    /// It rests, longer after each failure, and is left until the next start after the last attempt.
    void failed(Case failed, String why) {
        var attempts = failed.attempts() + 1;
        var last = attempts >= settings.attempts();
        var then = failed.failedUntil(Register.now() + MICROSECONDS.convert(settings.rest(attempts)));
        register.failed(failed.digest(), Place.printable(why), attempts, last ? null : Long.valueOf(then.place()));
        locked(() -> {
            taken.remove(failed.digest());
            if (!last) {
                put(then);
            }
            changed.signalAll();
        });
    }

    /// It could not even be tried, or not be written down: that is no failure of the blob's, and not counted.
    void putOff(Case untried, String why) {
        var then = untried.putOffUntil(Register.now() + MICROSECONDS.convert(settings.rest(2)));
        try {
            register.failed(untried.digest(), Place.printable(why), untried.attempts(), then.place());
        } catch (RuntimeException databaseToo) {
            log.log(WARNING, "the database does not take why " + untried.digest() + " waits", databaseToo);
        }
        locked(() -> {
            taken.remove(untried.digest());
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
        } else {
            force(one);
        }
    }

    private void force(Case one) {
        atHand.put(one.digest(), one);
        (one.notBefore() > Register.now() ? resting : ready).add(one);
    }

    private void remove(Digest digest) {
        var known = atHand.remove(digest);
        if (known != null) {
            ready.remove(known);
            resting.remove(known);
        }
    }

    private void wake() {
        var now = Register.now();
        while (!resting.isEmpty() && resting.first().notBefore() <= now) {
            ready.add(resting.pollFirst());
        }
    }

    private void fetch() {
        var wanted = MOST_AT_HAND / 2 + taken.size() + resting.size();
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
