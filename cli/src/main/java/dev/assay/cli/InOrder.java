package dev.assay.cli;

import dev.assay.inspect.Place;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Keeps a few files ahead of the one that is told next.
final class InOrder {

    private static final int AHEAD = 64;
    private static final long PROGRESS_MILLIS = 200;

    private record Awaited(String path, Future<Scanned> result) {}

    private final Report report;
    private final Summary summary;
    private final Terminal terminal;
    private final Supplier<String> aside;
    private final ArrayDeque<Awaited> waiting = new ArrayDeque<>();
    private long shown = System.nanoTime();

    /// @param aside what else there is to say while people wait
    InOrder(Report report, Summary summary, Terminal terminal, Supplier<String> aside) {
        this.aside = aside;
        this.report = report;
        this.summary = summary;
        this.terminal = terminal;
    }

    /// @param ours files this scan writes itself, whole and absolute, which are passed over
    void add(String path, Eye eye, Readers readers, Set<Path> ours) throws IOException {
        if (path.equals("-")) {
            await(path, readers.read(path, () -> eye.kept(path, terminal.in())));
            return;
        }
        Path start;
        try {
            start = Path.of(path);
        } catch (InvalidPathException impossible) {
            add(Scanned.unread(path, "it is not a path: " + impossible.getReason()));
            return;
        }
        var around = Surroundings.of(start);
        for (var walk = new Walk(start); walk.hasNext(); ) {
            var step = walk.next();
            if (!ours.contains(step.path().toAbsolutePath().normalize())) {
                var name = step.path().toString();
                await(name, readers.read(name, () -> () -> eye.file(step, around)));
            }
        }
    }

    /// Tells of something that needs no reading, in its turn.
    void add(Scanned known) throws IOException {
        await(known.path(), CompletableFuture.completedFuture(known));
    }

    void await(String path, Future<Scanned> result) throws IOException {
        waiting.add(new Awaited(path, result));
        while (waiting.size() > AHEAD
                || !waiting.isEmpty() && waiting.getFirst().result.isDone()) {
            tellNext();
        }
    }

    void rest() throws IOException {
        while (!waiting.isEmpty()) {
            tellNext();
        }
    }

    private void tellNext() throws IOException {
        var next = waiting.removeFirst();
        var file = outcome(next);
        summary.add(file);
        report.file(file);
        // Many small files take as long as a large one, and nobody waits for any of them.
        if (System.nanoTime() - shown >= TimeUnit.MILLISECONDS.toNanos(PROGRESS_MILLIS)) {
            progress(next);
        }
    }

    private void progress(Awaited reading) {
        shown = System.nanoTime();
        terminal.progress(summary.files() + " files, " + TextReport.size(summary.bytes()) + aside.get() + ", reading "
                + shortened(Place.printable(reading.path)));
    }

    private Scanned outcome(Awaited awaited) throws IOException {
        while (true) {
            try {
                return awaited.result.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException busy) {
                progress(awaited);
            } catch (ExecutionException failed) {
                return Scanned.unread(awaited.path, "our inspector failed: " + failed.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    private static String shortened(String path) {
        return path.length() <= 50 ? path : "…" + path.substring(path.length() - 49);
    }
}
