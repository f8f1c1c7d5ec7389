package dev.assay.cli;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Place;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Reads one file, with one policy.
record Eye(Inspector inspector, Policy policy) {

    Scanned file(Walk.Step step, Surroundings around) {
        var path = step.path().toString();
        var unread = step.unread();
        return unread == null
                ? read(path, step.path(), it -> around.join(step.path(), it))
                : Scanned.unread(path, unread);
    }

    Scanned read(String path, Path file) {
        return read(path, file, UnaryOperator.identity());
    }

    private Scanned read(String path, Path file, UnaryOperator<Inspection> joined) {
        try {
            return judged(path, joined.apply(inspector.inspect(file)));
        } catch (IOException unreadable) {
            return Scanned.unread(path, "it cannot be read: " + Reasons.of(unreadable));
        } catch (OutOfMemoryError large) {
            return Scanned.unread(path, "reading it takes more memory than there is");
        }
    }

    /// A file that came from somewhere else: that it is not what was said to come is found, too.
    ///
    /// @param asSaid says what is wrong with what came; empty if nothing is
    Scanned received(String path, Path file, AsSaid asSaid) {
        try {
            var inspection = inspector.inspect(file);
            var wrong = asSaid.wrong(inspection);
            return judged(path, wrong.isEmpty() ? inspection : inspection.with(new Finding.Eludes(Place.START, wrong)));
        } catch (IOException unreadable) {
            return Scanned.unread(path, "it cannot be read: " + Reasons.of(unreadable));
        } catch (OutOfMemoryError large) {
            return Scanned.unread(path, "reading it takes more memory than there is");
        }
    }

    interface AsSaid {
        String wrong(Inspection inspection) throws IOException;
    }

    private Scanned judged(String path, Inspection inspection) {
        return Scanned.judged(path, inspection, policy.judge(inspection));
    }

    /// A stream, in a file that is there as long as somebody wants to read it.
    Ready kept(String name, InputStream in) throws IOException {
        var file = Files.createTempFile("assay-", ".stdin");
        try {
            Spool.fill(in, file, Spool.LONGEST, bytes -> {});
        } catch (IOException broken) {
            Files.deleteIfExists(file);
            throw broken;
        }
        return new Ready() {
            @Override
            public Scanned read() {
                return Eye.this.read(name, file);
            }

            @Override
            public void close() throws IOException {
                Files.deleteIfExists(file);
            }
        };
    }
}
