package dev.assay.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/// A report's file. It takes its place when it is whole; until then what was there before stays.
final class OutputFile implements Closeable {

    private final Path file;
    private final Path part;
    private final OutputStream out;

    private OutputFile(Path file, Path part, OutputStream out) {
        this.file = file;
        this.part = part;
        this.out = out;
    }

    /// @throws Misused if nothing can be written there
    static OutputFile open(String name) {
        var file = Path.of(name);
        // What is no file, such as a pipe, cannot be put in place at the end.
        var part = Files.exists(file) && !Files.isRegularFile(file) ? file : Path.of(name + ".part");
        try {
            return new OutputFile(file, part, Files.newOutputStream(part));
        } catch (IOException unwritable) {
            throw new Misused("the output " + name + " cannot be written: " + Reasons.of(unwritable));
        }
    }

    OutputStream stream() {
        return out;
    }

    /// The files this makes, whole and absolute.
    Set<Path> ours() {
        return Set.of(
                file.toAbsolutePath().normalize(),
                Path.of(file + ".part").toAbsolutePath().normalize());
    }

    /// Puts it in place.
    void done() throws IOException {
        out.close();
        if (!part.equals(file)) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Throws away what is not in place.
    @Override
    public void close() throws IOException {
        out.close();
        if (!part.equals(file)) {
            Files.deleteIfExists(part);
        }
    }
}
