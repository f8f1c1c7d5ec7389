package dev.assay.gate;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.stream.Collectors.joining;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.inspect.worker.Exchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// One inspector at work in a process of its own, which hostile bytes may have taken over: everything it says is
/// checked, and whoever fails once is killed.
final class InspectorProcess implements AutoCloseable {

    private static final System.Logger log = System.getLogger(InspectorProcess.class.getName());

    /// The most a process may write to our log in its whole life, in bytes; the rest is read and dropped.
    private static final int MOST_TALK = 64 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("inspection-deadlines").factory());

    private final Process process;
    private final String generation;
    private volatile boolean late;

    private InspectorProcess(Process process, String generation) {
        this.process = process;
        this.generation = generation;
    }

    /// @param generation the formats its answers must come from
    /// @throws IOException if the command cannot be started
    static InspectorProcess start(Launch launch, String generation) throws IOException {
        var process = launch.start();
        Thread.ofPlatform().daemon().name("inspector-talk-" + process.pid()).start(() -> listen(process));
        return new InspectorProcess(process, generation);
    }

    /// It did not inspect this blob, whatever it said.
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean late;

        Failed(String why, boolean late, Throwable cause) {
            super(why, cause);
            this.late = late;
        }

        Failed(String why) {
            super(why);
            this.late = false;
        }

        /// Whether it was killed for exceeding its deadline.
        boolean late() {
            return late;
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /// @throws Failed unless exactly one well-formed answer to this request came in time; the process is of no use then
    Inspection inspect(Digest subject, long size, Path file, Duration deadline) throws Failed {
        var watch = WATCH.schedule(this::overdue, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            silent("it spoke before it was asked");
            var nonce = new Exchange.Nonce(RANDOM.nextLong(), RANDOM.nextLong());
            Exchange.ask(new Exchange.Request(nonce, file, subject, size), process.getOutputStream());
            var answer = Exchange.answered(process.getInputStream());
            silent("it said more than it was asked");
            check(answer.nonce().equals(nonce), "it answered another request");
            return checked(answer.inspection(), subject, size);
        } catch (IOException broken) {
            if (late) {
                throw new Failed("took longer than " + said(deadline) + " and was killed", true, broken);
            }
            throw new Failed(
                    broken instanceof EOFException ? died() : "answered nonsense: " + broken.getMessage(),
                    false,
                    broken);
        } finally {
            watch.cancel(false);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Kills it, and whatever it may have started.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Inspection checked(Inspection inspection, Digest subject, long size) throws Failed {
        check(inspection.subject().equals(subject), "it answered for another blob");
        check(inspection.size() == size, "it read another number of bytes");
        check(inspection.generation().equals(generation), "its formats are of another generation");
        return inspection;
    }

    private void silent(String otherwise) throws IOException, Failed {
        check(process.getInputStream().available() == 0, otherwise);
    }

    private static void check(boolean holds, String otherwise) throws Failed {
        if (!holds) {
            throw new Failed("answered nonsense: " + otherwise);
        }
    }

    private void overdue() {
        late = true;
        close();
    }

    private static String said(Duration deadline) {
        return deadline.toMillis() % 1_000 == 0 ? deadline.toSeconds() + " s" : deadline.toMillis() + " ms";
    }

    private String died() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS)
                    ? "ended with exit code " + process.exitValue()
                    : "closed its output without an answer";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "was stopped";
        }
    }

    private static void listen(Process process) {
        var heard = 0;
        try (InputStream talk = process.getErrorStream()) {
            var buffer = new byte[4096];
            for (var read = talk.read(buffer); read >= 0; read = talk.read(buffer)) {
                if (heard < MOST_TALK) {
                    var text = new String(buffer, 0, read, StandardCharsets.UTF_8).strip();
                    log.log(INFO, "inspector " + process.pid() + ": " + printable(text));
                }
                heard = Math.min(heard + read, MOST_TALK);
            }
        } catch (IOException gone) {
            log.log(WARNING, "inspector " + process.pid() + " can no longer be heard: " + gone.getMessage());
        }
    }

    private static String printable(String text) {
        return text.lines().map(Place::printable).collect(joining(" | "));
    }
}
