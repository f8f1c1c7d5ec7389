package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gate.OddInspector.Way;
import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to inspectors and policy, nothing leaves that was not inspected and is not cleared right now.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FailClosedProperties {

    private static final int RUNS = 500;

    /// The inspector fails, or finds something, on a file that begins with one of these.
    private static final List<Way> NEVER = List.of(
            Way.HANGS,
            Way.EXITS,
            Way.EXITS_AFTER_HALF,
            Way.TALKS_NONSENSE,
            Way.FLOODS,
            Way.ANNOUNCES_TOO_MUCH,
            Way.ANSWERS_TWICE,
            Way.ANSWERS_ANOTHER_REQUEST,
            Way.ANSWERS_FOR_ANOTHER_BLOB,
            Way.ANSWERS_FOR_ANOTHER_SIZE,
            Way.ANSWERS_FROM_ANOTHER_GENERATION,
            Way.ADDS_A_BYTE,
            Way.NO_FORMATS,
            Way.FINDS_A_CALL,
            Way.FINDS_A_STRANGER);

    @TempDir
    private Path folder;

    @Test
    void nothing_leaves_that_was_not_inspected_whatever_fails() throws Exception {
        var seed = Long.getLong("assay.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dassay.seed=" + seed + ")");
        var random = new Random(seed);
        try (var house = House.impatient(Way.AS_THE_FILE_SAYS, folder)) {
            var world = new World(house, random);
            for (var run = 0; run < RUNS; run++) {
                world.run();
            }
            world.finish();
        }
    }

    private static final class World {

        private final House house;
        private final Random random;
        private final Map<Digest, Way> blobs = new LinkedHashMap<>();
        private boolean inForce = true;
        private int cleared;

        World(House house, Random random) {
            this.house = house;
            this.random = random;
        }

        void run() throws IOException, InterruptedException {
            switch (random.nextInt(12)) {
                case 0 -> changePolicy();
                case 1 -> killAnInspector();
                case 2 -> fillTheDocket();
                default -> {}
            }
            var digest = upload(random.nextInt(5) == 0 ? NEVER.get(random.nextInt(NEVER.size())) : Way.HONEST);
            tryToGet(digest);
            if (random.nextBoolean()) {
                house.gate.await(List.of(digest), Duration.ofMillis(random.nextInt(300)));
            }
            tryToGet(digest);
            tryToGet(anyone());
        }

        /// In the end the policy is back, everything is settled, and all that could be cleared is, so that the runs
        /// before were not all refusals.
        void finish() throws IOException, InterruptedException {
            Files.write(house.policy, House.standard());
            inForce = true;
            var standings = house.gate.await(blobs.keySet(), House.LONG);
            assertThat(standings.values()).doesNotHaveAnyElementsOfTypes(Standing.Waiting.class);
            var before = cleared;
            blobs.keySet().forEach(this::tryToGet);
            System.out.println(blobs.size() + " blobs, " + cleared + " clearances, at the end " + (cleared - before)
                    + "; " + house.gate.load());
            assertThat(cleared - before).isGreaterThan(blobs.size() / 3);
        }

        private Digest upload(Way way) throws IOException {
            var content = way.name() + "\n" + random.nextLong() + random.nextLong();
            var digest = house.gate.receive(content.getBytes(UTF_8)).digest();
            blobs.put(digest, way);
            return digest;
        }

        private void tryToGet(Digest digest) {
            try {
                house.gate.clear(digest);
            } catch (Refused refused) {
                return;
            }
            cleared++;
            assertThat(blobs.get(digest)).as("%s was cleared", digest).isEqualTo(Way.HONEST);
            assertThat(inForce).as("a policy was in force").isTrue();
        }

        private Digest anyone() {
            return new ArrayList<>(blobs.keySet()).get(random.nextInt(blobs.size()));
        }

        private void changePolicy() throws IOException {
            inForce = false;
            switch (random.nextInt(4)) {
                case 0 -> Files.deleteIfExists(house.policy);
                case 1 -> {
                    var garbage = new byte[random.nextInt(2_000)];
                    random.nextBytes(garbage);
                    Files.write(house.policy, garbage);
                }
                case 2 -> Files.write(house.policy, half(House.standard()));
                default -> {
                    Files.write(house.policy, House.standard());
                    inForce = true;
                }
            }
        }

        private byte[] half(byte[] text) {
            return Arrays.copyOf(text, 500 + random.nextInt(500));
        }

        private void killAnInspector() {
            ProcessHandle.current()
                    .children()
                    .filter(it ->
                            requireNonNull(it.info().commandLine().orElse("")).contains("OddInspector"))
                    .findAny()
                    .ifPresent(ProcessHandle::destroyForcibly);
        }

        private void fillTheDocket() throws IOException {
            for (var i = 0; i < 15; i++) {
                tryToGet(upload(random.nextInt(40) == 0 ? Way.HANGS : Way.HONEST));
            }
        }
    }
}
