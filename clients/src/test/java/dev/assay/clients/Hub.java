package dev.assay.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/// A hub as users run it: a process of its own, on a free port of the loopback, with a data folder.
final class Hub implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready port=(\\d+) pid=(\\d+) .*url=(\\S+)");

    private final Process process;
    private final String address;
    private final Path data;
    private final ConcurrentLinkedQueue<String> said;

    private Hub(Process process, String address, Path data, ConcurrentLinkedQueue<String> said) {
        this.process = process;
        this.address = address;
        this.data = data;
        this.said = said;
    }

    /// Starts a hub on this data folder and returns when it answers.
    static Hub start(Path data, String... flags) throws IOException {
        return start(List.of("-Xmx1g"), data, flags);
    }

    /// The same by a Java that is in a hurry to start, and is not expected to last.
    static Hub startQuickly(Path data, String... flags) throws IOException {
        return start(
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"), data, flags);
    }

    private static Hub start(List<String> java, Path data, String... flags) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=64",
                "-Djdk.virtualThreadScheduler.maxPoolSize=512",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.assay.server.Main",
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(flags));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new ConcurrentLinkedQueue<String>();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            var ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofVirtual().start(() -> keepReading(reader, said));
                return new Hub(process, ready.group(3), data, said);
            }
        }
        throw new IOException("the hub ended before it was ready:\n" + String.join("\n", said));
    }

    private static void keepReading(BufferedReader reader, ConcurrentLinkedQueue<String> said) {
        try {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                said.add(line);
                if (said.size() > 20_000) {
                    said.remove();
                }
            }
        } catch (IOException ended) {
            said.add("(the hub's output ended: " + ended.getMessage() + ")");
        }
    }

    String address() {
        return address;
    }

    Path data() {
        return data;
    }

    /// The policy in force.
    Path policy() {
        return data.resolve("policy.yaml");
    }

    String adminToken() throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /// What it counts, as Prometheus reads it.
    String metrics() throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(address + "/metrics")));
    }

    /// An administrator decides about these bytes.
    ///
    /// @param decision release or convict
    void decide(byte[] bytes, String decision, String because) throws Exception {
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        ask(HttpRequest.newBuilder(URI.create(address + "/api/assay/blobs/" + digest + "/decision"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"decision\": \"" + decision + "\", \"because\": \"" + because + "\"}")));
    }

    private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    request.header("Authorization", "Bearer " + adminToken()).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /// What it has printed so far.
    String log() {
        return String.join("\n", said);
    }

    /// The processes it started: its inspectors.
    List<ProcessHandle> inspectors() {
        return process.descendants().toList();
    }

    /// `kill -9`, of the hub alone: its inspectors must notice by themselves.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ctrl-C.
    int stop() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        stop();
    }
}
