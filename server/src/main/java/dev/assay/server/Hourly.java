package dev.assay.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// Work that is done at the start and then every hour, until it is closed.
final class Hourly implements Closeable {

    private static final System.Logger log = System.getLogger(Hourly.class.getName());

    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final Thread thread;

    private Hourly(Thread thread) {
        this.thread = thread;
    }

    static Hourly run(String name, Work work) {
        return new Hourly(Thread.ofVirtual().name(name).start(() -> againAndAgain(name, work)));
    }

    private static void againAndAgain(String name, Work work) {
        try {
            while (true) {
                try {
                    work.run();
                } catch (IOException | RuntimeException failed) {
                    log.log(WARNING, "{0} failed, and is tried again in an hour: {1}", name, failed.toString());
                }
                Thread.sleep(Duration.ofHours(1));
            }
        } catch (InterruptedException closed) {
            // The hub stops.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
