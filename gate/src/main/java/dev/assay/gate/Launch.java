package dev.assay.gate;

import static java.util.stream.Collectors.joining;

import dev.assay.inspect.worker.Worker;
import dev.assay.inspect.worker.WorkerPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of an inspector's process. What it starts inherits no environment, works in a folder of its own,
/// and is believed nothing that was not checked, whatever the command.
///
/// @param command program and arguments
/// @param folder the process' working folder, and the only one it may write to
public record Launch(List<String> command, Path folder) {

    public Launch {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an inspector needs a command to start it");
        }
    }

    /// A worker on this Java runtime, with the class path of the inspectors and nothing else of the house.
    ///
    /// @param readable the folder in which it is shown what to inspect, the only data it may read
    static Launch standard(GateSettings settings, Path folder, Path readable) {
        var path = WorkerPath.entries();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.memory(),
                "-Xss4m",
                "-XX:+UseSerialGC",
                // An inspector is changed often, and starting it costs almost twice with the second compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.timezone=UTC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path.stream().map(Path::toString).collect(joining(File.pathSeparator)),
                Worker.class.getName(),
                String.valueOf(settings.processMemory()),
                readable.toString()));
        path.forEach(entry -> command.add(entry.toString()));
        return new Launch(command, folder);
    }

    Process start() throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        return builder.start();
    }
}
