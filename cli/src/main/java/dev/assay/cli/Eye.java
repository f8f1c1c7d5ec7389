package dev.assay.cli;

import dev.assay.inspect.Inspector;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads one file, with one policy.
record Eye(Inspector inspector, Policy policy) {

    Scanned file(Walk.Step step) {
        var path = step.path().toString();
        var unread = step.unread();
        return unread == null ? read(path, step.path()) : Scanned.unread(path, unread);
    }

    private Scanned read(String path, Path file) {
        try {
            var inspection = inspector.inspect(file);
            return Scanned.judged(path, inspection, policy.judge(inspection));
        } catch (IOException unreadable) {
            return Scanned.unread(path, "it cannot be read: " + Reasons.of(unreadable));
        } catch (OutOfMemoryError large) {
            return Scanned.unread(path, "reading it takes more memory than there is");
        }
    }

    /// Standard input is kept in a file for the time of the inspection: formats are read back and forth.
    Scanned stream(String name, InputStream in) throws IOException {
        var kept = Files.createTempFile("assay-", ".stdin");
        try {
            try (var out = Files.newOutputStream(kept)) {
                in.transferTo(out);
            } catch (IOException broken) {
                return Scanned.unread(name, "it cannot be read: " + Reasons.of(broken));
            }
            return read(name, kept);
        } finally {
            Files.deleteIfExists(kept);
        }
    }
}
