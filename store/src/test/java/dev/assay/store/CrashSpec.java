package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
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
    void nothing_that_was_acknowledged_is_lost_when_the_process_is_killed() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var file = folder.resolve("hub.db");
        var acknowledged = new HashSet<Long>();
        for (var kill = 0; kill < KILLS; kill++) {
            killedAfter(1 + random.nextInt(200), file, acknowledged);

            try (var database = Database.sqlite(file)) {
                database.migrate("cellar");
                var kept = database.read(sql ->
                        sql.sql("select id from barrel").query(Long.class).set());
                assertThat(kept).as("seed " + seed).containsAll(acknowledged);
            }
        }
    }

    /// Reads that many acknowledgements, kills the process, and reads what it had still said.
    private static void killedAfter(int count, Path file, Set<Long> acknowledged) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
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
                if (parts.length == 2 && parts[1].equals("durable")) {
                    acknowledged.add(Long.parseLong(parts[0]));
                }
            }
            assertThat(process.waitFor()).isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
    }
}
