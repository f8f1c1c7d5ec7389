package dev.assay.gate;

import static java.lang.System.Logger.Level.ERROR;

import dev.assay.inspect.Digest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells those who wait for a blob, and those who listen for all of them, that its standing has changed.
final class Announcements implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Announcements.class.getName());

    private final List<Consumer<Digest>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> policyListeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Digest, Set<Waiter>> waiting = new ConcurrentHashMap<>();
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("gate-announcements").factory());

    void listen(Consumer<Digest> listener) {
        listeners.add(listener);
    }

    void listenForPolicies(Runnable listener) {
        policyListeners.add(listener);
    }

    /// Another policy is in force than before, or one is again: every blob may stand otherwise.
    void inForce() {
        waiting.forEach((digest, waiters) -> waiters.forEach(waiter -> waiter.changed(digest)));
        if (!policyListeners.isEmpty() && !telling.isShutdown()) {
            telling.execute(() -> policyListeners.forEach(this::tell));
        }
    }

    /// Never blocks whoever changed the standing.
    void changed(Digest digest) {
        waiting.getOrDefault(digest, Set.of()).forEach(waiter -> waiter.changed(digest));
        if (!listeners.isEmpty() && !telling.isShutdown()) {
            telling.execute(() -> tell(digest));
        }
    }

    /// Waits until all of these are settled, or the time is over.
    ///
    /// @param settled asked once for each, and again whenever its standing has changed
    void await(Collection<Digest> digests, Duration atMost, Predicate<Digest> settled) throws InterruptedException {
        if (digests.isEmpty()) {
            return;
        }
        var waiter = new Waiter(new HashSet<>(digests));
        try {
            waiter.open.forEach(digest -> waiting.compute(digest, (key, others) -> {
                var all = others == null ? ConcurrentHashMap.<Waiter>newKeySet() : others;
                all.add(waiter);
                return all;
            }));
            waiter.await(atMost, settled);
        } finally {
            digests.forEach(digest -> waiting.computeIfPresent(digest, (key, others) -> {
                others.remove(waiter);
                return others.isEmpty() ? null : others;
            }));
        }
    }

    @Override
    public void close() {
        telling.shutdown();
    }

    private void tell(Digest digest) {
        for (var listener : listeners) {
            try {
                listener.accept(digest);
            } catch (RuntimeException theirs) {
                log.log(ERROR, "whoever listens to the gate failed on " + digest, theirs);
            }
        }
    }

    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException theirs) {
            log.log(ERROR, "whoever listens to the gate failed on a policy that came into force", theirs);
        }
    }

    private static final class Waiter {

        private final Set<Digest> open;
        private final Set<Digest> toAsk;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition news = lock.newCondition();

        Waiter(Set<Digest> open) {
            this.open = open;
            this.toAsk = new HashSet<>(open);
        }

        void changed(Digest digest) {
            lock.lock();
            try {
                toAsk.add(digest);
                news.signal();
            } finally {
                lock.unlock();
            }
        }

        void await(Duration atMost, Predicate<Digest> settled) throws InterruptedException {
            var left = TimeUnit.NANOSECONDS.convert(atMost);
            while (true) {
                List<Digest> asking;
                lock.lock();
                try {
                    while (toAsk.isEmpty()) {
                        if (left <= 0) {
                            return;
                        }
                        left = news.awaitNanos(left);
                    }
                    asking = List.copyOf(toAsk);
                    toAsk.clear();
                } finally {
                    lock.unlock();
                }
                asking.stream().filter(settled).forEach(open::remove);
                if (open.isEmpty()) {
                    return;
                }
            }
        }
    }
}
