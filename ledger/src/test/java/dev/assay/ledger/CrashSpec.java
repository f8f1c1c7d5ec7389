package dev.assay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashSpec {

    private static final int KILLS = 10;

    @TempDir
    Path folder;

    @Test
    void no_line_that_was_acknowledged_is_lost_when_the_process_is_killed() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var acknowledged = new HashMap<Long, String>();
        var older = "";
        for (var kill = 0; kill < KILLS; kill++) {
            killedAfter(1 + random.nextInt(400), "life" + kill, acknowledged);

            try (var ledger = Ledger.open(folder, "hub.example/log/1");
                    var lines = ledger.lines(0)) {
                var all = lines.toList();
                acknowledged.forEach((index, line) ->
                        assertThat(all.get(Math.toIntExact(index))).isEqualTo(line));
            }
            var verifier = new Verifier(Verifier.keyIn(folder));
            var verification = older.isEmpty() ? verifier.folder(folder) : verifier.folder(folder, older);
            assertThat(verification).as("seed " + seed).isInstanceOf(Verification.Holds.class);
            older = java.nio.file.Files.readString(folder.resolve("checkpoint"));
        }
    }

    /// Reads that many acknowledgements, kills the process, and reads what it had still said.
    private void killedAfter(int count, String life, Map<Long, String> acknowledged) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sayer.class.getName(),
                        folder.toString(),
                        life)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = process.inputReader()) {
            for (var i = 0; ; i++) {
                if (i == count) {
                    process.toHandle().destroyForcibly();
                }
                var line = said.readLine();
                if (line == null) {
                    break;
                }
                var parts = line.split(" ", -1);
                if (parts.length == 3 && parts[2].equals("durable")) {
                    acknowledged.put(Long.parseLong(parts[0]), parts[1]);
                }
            }
            assertThat(process.waitFor()).isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
    }
}
