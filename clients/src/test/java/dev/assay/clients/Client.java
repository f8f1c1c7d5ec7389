package dev.assay.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Somebody at a terminal: a stock client, `HF_ENDPOINT`, a token, a cache of their own, and nothing else.
final class Client {

    private static final int MINUTES = 10;

    private final Python python;
    private final Path home;
    private final Map<String, String> environment;

    private Client(Python python, Path home, Map<String, String> environment) {
        this.python = python;
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /// @param address of the hub
    /// @param home where their files and cache are; made if it is not there
    Client(String address, String token, Path home) throws IOException {
        this(
                Python.TODAY,
                Files.createDirectories(home),
                Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "HOME",
                        home.toString(),
                        "HF_ENDPOINT",
                        address,
                        "HF_TOKEN",
                        token,
                        "HF_HUB_DISABLE_UPDATE_CHECK",
                        "1",
                        "COLUMNS",
                        "400"));
    }

    /// The same person, with one more variable.
    Client with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new Client(python, home, more);
    }

    /// The same person, with another client.
    Client with(Python other) {
        return new Client(other, home, environment);
    }

    /// Runs `hf` with these words.
    Ran hf(String... words) throws IOException, InterruptedException {
        return run(python.program("hf"), words);
    }

    /// Runs a Python program that may use the library; its arguments are in `sys.argv`, from 1.
    Ran python(String program, String... arguments) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("-c", program));
        words.addAll(List.of(arguments));
        return run(python.program("python"), words.toArray(String[]::new));
    }

    private Ran run(Path program, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        return Ran.alone(home, environment, MINUTES, command);
    }
}
