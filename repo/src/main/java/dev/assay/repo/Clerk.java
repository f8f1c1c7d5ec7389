package dev.assay.repo;

import dev.assay.inspect.Digest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Lets held pull requests go on, one after the other, on a thread of its own: the gate's is not kept waiting, and what
/// fails now is done at the next judgement or start.
final class Clerk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Clerk.class.getName());

    private final Merging merging;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("pull-requests").daemon(true).factory());

    Clerk(Merging merging) {
        this.merging = merging;
    }

    void judged(Digest digest) {
        soon(() -> merging.judged(digest));
    }

    /// Another policy counts, or the hub has just started: everything that waits may go on.
    void everything() {
        soon(merging::settleAll);
    }

    /// Something has just been held. The gate may have made up its mind after it was asked and before this was written
    /// down; nobody would say so again.
    void held(long repository) {
        soon(() -> merging.settleAll(repository));
    }

    /// Lets the pull request that is being merged finish.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void soon(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException failed) {
                    LOG.log(System.Logger.Level.WARNING, "a held pull request could not go on; it stays held", failed);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.log(System.Logger.Level.DEBUG, "closing: held pull requests go on at the next start");
        }
    }
}
