package dev.assay.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.Verification;
import dev.assay.ledger.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is true after `kill -9`, wherever it falls.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashSpec {

    private static final int KILLS = Integer.getInteger("assay.kills", 100);
    private static final int PUSHERS = 3;
    private static final Pattern REF = Pattern.compile("ref \\S+ \\S+ (\\S+) (\\S+) (\\S+) \\S+");

    @TempDir
    static Path folder;

    /// SHA-256 of everything that was ever sent, by path.
    private final Map<String, String> sent = new ConcurrentHashMap<>();

    /// Paths by the commits that the hub has acknowledged.
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    /// Paths that were read in full after one kill or another.
    private final Set<String> seen = new HashSet<>();

    /// The ledger's checkpoints as they were before each kill: what somebody outside may have kept.
    private final List<String> checkpoints = new ArrayList<>();

    private @Nullable Hub running;

    @Test
    void every_acknowledged_commit_survives_a_hundred_kills_and_nothing_half_written_is_seen() throws Exception {
        var seed = Long.getLong("assay.seed", new Random().nextLong());
        System.out.println("CrashSpec seed " + seed + " (repeat with -Dassay.seed=" + seed + ")");
        var random = new SplittableRandom(seed);
        var data = folder.resolve("data");
        var hub = hub(data);
        new Wire(hub).createModel("crash");
        for (var kill = 0; kill < KILLS; kill++) {
            var fresh = killedWhilePushing(hub, random.split());
            ledgerVerifies(data, checkpoints.isEmpty() ? List.of() : List.of(checkpoints.getLast()));
            hub = hub(data);
            for (var entry : fresh.entrySet()) {
                isThere(hub, entry.getKey(), entry.getValue());
            }
            acknowledged.putAll(fresh);
            whatIsNewIsWhole(hub, "kill " + kill + " of seed " + seed);
        }
        for (var entry : acknowledged.entrySet()) {
            isThere(hub, entry.getKey(), entry.getValue());
        }
        historyHolds(hub, acknowledged.keySet());
        assertThat(acknowledged.size()).as("commits acknowledged").isGreaterThan(KILLS);
        assertThat(seen).as("paths of the main branch").containsAll(acknowledged.values());
        assertThat(hub.stop()).isIn(0, 130, 143);
        ledgerVerifies(data, checkpoints);
        ledgerTellsTheSameStory(data);
        System.out.println("CrashSpec: " + KILLS + " kills, " + acknowledged.size() + " commits acknowledged, "
                + seen.size() + " of " + sent.size() + " files that were sent are published");
    }

    private Hub hub(Path data) throws IOException {
        var started = Hub.startQuickly(data, "--inspectors", "1");
        running = started;
        return started;
    }

    /// The last one too, when the test has failed.
    @AfterEach
    void down() throws InterruptedException {
        if (running != null) {
            running.kill();
        }
    }

    /// Pushes from several threads until a random point of the traffic, kills the hub there, and gives the paths of
    /// what it had acknowledged, by commit. Its inspectors must end by themselves.
    private Map<String, String> killedWhilePushing(Hub hub, SplittableRandom random) throws Exception {
        var fresh = new ConcurrentHashMap<String, String>();
        var countdown = new AtomicInteger(random.nextInt(4, 90));
        var now = new CountDownLatch(1);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        List<ProcessHandle> inspectors;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var pusher = 0; pusher < PUSHERS; pusher++) {
                var mine = random.split();
                var wire = new Wire(hub.address(), hub.adminToken(), it -> {
                    if (countdown.decrementAndGet() == 0) {
                        now.countDown();
                    }
                });
                threads.execute(() -> {
                    try {
                        push(wire, mine, fresh);
                    } catch (RuntimeException | Error failed) {
                        failures.add(failed);
                        now.countDown();
                    }
                });
            }
            now.await();
            inspectors = hub.inspectors();
            checkpoints.add(Files.readString(hub.data().resolve("ledger").resolve("checkpoint")));
            hub.kill();
        }
        assertThat(failures)
                .as("what pushers met other than the kill; the hub said:\n" + hub.log())
                .isEmpty();
        for (var inspector : inspectors) {
            inspector.onExit().get(60, TimeUnit.SECONDS);
        }
        return fresh;
    }

    /// Ends when the hub is gone.
    private void push(Wire wire, SplittableRandom random, Map<String, String> fresh) {
        try {
            while (true) {
                var large = random.nextInt(3) == 0;
                var path = "file-" + Long.toHexString(random.nextLong()) + (large ? ".safetensors" : ".txt");
                var content = large
                        ? Samples.tensor(random.nextInt(100_000, 600_000), random.nextLong())
                        : ("line " + random.nextLong() + "\n").getBytes(UTF_8);
                sent.put(path, Wire.sha256(content));
                var answer = large
                        ? wire.commitLarge("admin/crash", path, content)
                        : wire.commit("admin/crash", path, content);
                if (answer.statusCode() == 200) {
                    fresh.put(Wire.commitOf(answer), path);
                } else if (answer.statusCode() != 409 && answer.statusCode() != 412) {
                    throw new AssertionError(answer.statusCode() + ": " + Wire.text(answer));
                }
            }
        } catch (IOException gone) {
            // killed, as planned
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void isThere(Hub hub, String commit, String path) throws Exception {
        isWhole(hub, commit, path, "after it was acknowledged as " + commit);
    }

    /// What is published and was not looked at before, acknowledged or not, is what somebody sent, all of it.
    private void whatIsNewIsWhole(Hub hub, String when) throws Exception {
        for (var path : tree(hub)) {
            if (sent.containsKey(path) && seen.add(path)) {
                isWhole(hub, "main", path, "after " + when);
            }
        }
        try (var arriving = Files.list(hub.data().resolve("vault").resolve("incoming"))) {
            assertThat(arriving).as("uploads that broke off, after " + when).isEmpty();
        }
    }

    private void isWhole(Hub hub, String revision, String path, String when) throws Exception {
        var answer = new Wire(hub).get("/admin/crash/resolve/" + revision + "/" + path);
        assertThat(answer.statusCode())
                .as(() -> path + " " + when + ": " + Wire.text(answer) + "\nthe hub said:\n" + hub.log())
                .isEqualTo(200);
        assertThat(Wire.sha256(answer.body())).as(path + " " + when).isEqualTo(sent.get(path));
    }

    private static List<String> tree(Hub hub) throws Exception {
        var paths = new ArrayList<String>();
        var address = "/api/models/admin/crash/tree/main?recursive=true";
        while (!address.isEmpty()) {
            var answer = Wire.expect(200, new Wire(hub).get(address));
            paths.addAll(all("\"path\"\\s*:\\s*\"([^\"]+)\"", Wire.text(answer)));
            address = answer.headers()
                    .firstValue("Link")
                    .map(it -> it.replaceFirst("^<https?://[^/]+", "").replaceFirst(">.*", ""))
                    .orElse("");
        }
        return paths;
    }

    private static void historyHolds(Hub hub, Set<String> commits) throws Exception {
        var wire = new Wire(hub);
        var history = new HashSet<String>();
        for (var page = 0; ; page++) {
            var text = Wire.text(
                    Wire.expect(200, wire.get("/api/models/admin/crash/commits/main?p=" + page + "&limit=1000")));
            var before = history.size();
            history.addAll(all("\"id\"\\s*:\\s*\"([0-9a-f]{40})\"", text));
            if (history.size() == before) {
                break;
            }
        }
        assertThat(history).containsAll(commits);
    }

    private static void ledgerVerifies(Path data, List<String> older) throws Exception {
        var ledger = data.resolve("ledger");
        var verification = new Verifier(Verifier.keyIn(ledger)).folder(ledger, older.toArray(String[]::new));
        assertThat(verification).isInstanceOf(Verification.Holds.class);
    }

    /// Each move of a ref begins where the one before ended, but for those declared void; and each acknowledged commit
    /// is the end of one.
    private void ledgerTellsTheSameStory(Path data) throws Exception {
        var moves = new HashMap<Long, String>();
        try (var ledger = Ledger.open(data.resolve("ledger"), "assay");
                var lines = ledger.lines(0)) {
            var index = 0L;
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("ref ")) {
                    moves.put(index, line);
                } else if (line.startsWith("void ")) {
                    assertThat(moves.remove(Long.parseLong(line.substring("void ".length()))))
                            .as("what is declared void by line " + index)
                            .isNotNull();
                }
                index++;
            }
        }
        var at = new HashMap<String, String>();
        var published = new HashSet<String>();
        moves.keySet().stream().sorted().forEach(index -> {
            var move = REF.matcher(String.valueOf(moves.get(index)));
            assertThat(move.matches()).as(moves.get(index)).isTrue();
            var before = at.put(move.group(1), move.group(3));
            assertThat(move.group(2)).as("where line " + index + " begins").isEqualTo(before == null ? "-" : before);
            published.add(move.group(3));
        });
        assertThat(published).containsAll(acknowledged.keySet());
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .toList();
    }
}
