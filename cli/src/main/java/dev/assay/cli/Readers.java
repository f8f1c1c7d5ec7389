package dev.assay.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Reads files, a few at a time, each for no longer than it may take.
///
/// Nothing can stop a thread that does not want to be stopped. So beside each reader stands somebody with
/// a clock: when the time is up the file counts as unread, and the reader, if it does not come back by
/// itself, is left to the end of the program, and another takes its place.
///
/// Whoever ran out of memory may have been the victim of another file. It is read again while nobody else
/// reads, and only what it says then counts: a report must not depend on what happened to be read at the
/// same time.
final class Readers implements AutoCloseable {

    private final Duration deadline;
    private final ExecutorService keepers;
    private final ThreadLocal<Reader> readers = ThreadLocal.withInitial(Reader::new);
    private final ReadWriteLock company = new ReentrantReadWriteLock(true);

    Readers(int threads, Duration deadline) {
        this.deadline = deadline;
        this.keepers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("keeper-", 1).factory());
    }

    /// @param fetch makes the file ready; what that takes is not counted
    Future<Scanned> read(String path, Callable<Ready> fetch) {
        return keepers.submit(() -> {
            try (var ready = fetch.call()) {
                var scanned = with(company.readLock(), path, ready);
                return scanned.starved() ? with(company.writeLock(), path, ready) : scanned;
            } catch (IOException broken) {
                return Scanned.unread(path, "it cannot be read: " + Reasons.of(broken));
            }
        });
    }

    private Scanned with(Lock lock, String path, Ready ready) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return timed(path, ready);
        } finally {
            lock.unlock();
        }
    }

    private Scanned timed(String path, Ready ready) throws InterruptedException {
        var result = readers.get().start(ready::read);
        try {
            return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            result.cancel(true);
            readers.get().leave();
            readers.remove();
            return Scanned.unread(path, "reading it takes longer than the " + deadline.toSeconds() + " s it may take");
        } catch (ExecutionException | CancellationException failed) {
            return Scanned.unread(path, "our inspector failed: " + failed.getCause());
        }
    }

    @Override
    public void close() {
        keepers.shutdownNow();
    }

    /// One thread that reads. It ends with the program.
    private static final class Reader {

        private final ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("reader").factory());

        Future<Scanned> start(Callable<Scanned> reading) {
            return thread.submit(reading);
        }

        /// Lets it end after what it is reading, if it ever does.
        void leave() {
            thread.shutdownNow();
        }
    }
}
