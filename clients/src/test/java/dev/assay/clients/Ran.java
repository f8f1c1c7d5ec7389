package dev.assay.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that has ended, and everything it printed.
///
/// @param exit its exit code
/// @param output what it printed, on both streams
record Ran(int exit, String output) {

    /// Runs a command to its end, or to its deadline, with our environment and this one.
    static Ran command(Path folder, Map<String, String> environment, int minutes, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return run(builder, folder, minutes);
    }

    /// The same, with this environment and nothing of ours.
    static Ran alone(Path folder, Map<String, String> environment, int minutes, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return run(builder, folder, minutes);
    }

    private static Ran run(ProcessBuilder builder, Path folder, int minutes) throws IOException, InterruptedException {
        var log = Files.createTempFile("ran", ".log");
        try {
            var process = builder.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(builder.command() + " did not end within " + minutes
                        + " minutes; it printed:\n" + Files.readString(log));
            }
            return new Ran(process.exitValue(), Files.readString(log));
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /// The same, if it ended well; else fails with what it printed.
    Ran well() {
        if (exit != 0) {
            throw new AssertionError("ended with " + exit + ":\n" + output);
        }
        return this;
    }

    /// The same, if it failed by itself; else fails with what it printed.
    Ran refused() {
        if (exit == 0) {
            throw new AssertionError("was not refused:\n" + output);
        }
        return this;
    }
}
