package dev.assay.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the inspectors and to the policy, nothing uninspected leaves by any door; and when it is over,
/// what is honest is published without anybody's doing.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FailClosedSpec {

    private static final int RUNS = Integer.getInteger("assay.runs", 500);

    /// Longer than an inspection rests after its last but one failure, and than a busy machine takes for what is
    /// queued.
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    private static final Pattern PULL_REQUEST = Pattern.compile("pull request (\\d+)");
    private static final Pattern HREF = Pattern.compile("\"href\"\\s*:\\s*\"https?://[^/]+([^\"]+)\"");

    @TempDir
    static Path folder;

    /// What is pushed, and whether a healthy hub would ever serve it.
    private enum Sample {
        HONEST(true),
        HOSTILE(false),
        UNKNOWN(false);

        private final boolean servable;

        Sample(boolean servable) {
            this.servable = servable;
        }

        byte[] bytes(long salt) {
            return switch (this) {
                case HONEST -> ("a plain line, and a number: " + salt + "\n").getBytes(UTF_8);
                case HOSTILE ->
                    "\u0080\u0002cos\nsystem\nX\u0019\0\0\0echo assay-marker%08x\u0085R."
                            .formatted(salt & 0xffffffffL)
                            .getBytes(ISO_8859_1);
                case UNKNOWN ->
                    "\u0080\u0002cacme.layers\nBlock%x\n.".formatted(salt).getBytes(ISO_8859_1);
            };
        }
    }

    /// What is done to the hub while the push is under way.
    private enum Mishap {
        NOTHING(false),
        AN_INSPECTOR_IS_KILLED(false),
        EVERY_INSPECTOR_IS_KILLED(false),
        THE_POLICY_IS_DELETED(true),
        THE_POLICY_IS_GARBAGE(true),
        THE_POLICY_IS_EMPTY(true),
        THE_QUEUE_IS_FLOODED(false);

        /// Whether no policy is in force afterwards, so that nothing at all may leave.
        private final boolean lawless;

        Mishap(boolean lawless) {
            this.lawless = lawless;
        }
    }

    private final ConcurrentLinkedQueue<Throwable> floodFailures = new ConcurrentLinkedQueue<>();
    private final Map<Mishap, Integer> published = new EnumMap<>(Mishap.class);
    private final Map<Mishap, Integer> withheld = new EnumMap<>(Mishap.class);

    /// Honest files that were pushed, by path; they must all be served in the end.
    private final Map<String, byte[]> honest = new LinkedHashMap<>();

    @Test
    void in_five_hundred_mishaps_no_byte_leaves_that_was_not_cleared_and_the_hub_recovers_by_itself() throws Exception {
        var seed = Long.getLong("assay.seed", new Random().nextLong());
        System.out.println("FailClosedSpec seed " + seed + " (repeat with -Dassay.seed=" + seed + ")");
        var random = new SplittableRandom(seed);
        try (var hub = Hub.start(folder.resolve("data"));
                var flood = Executors.newVirtualThreadPerTaskExecutor()) {
            var policy = Files.readAllBytes(hub.policy());
            new Wire(hub).createModel("target");
            for (var run = 0; run < RUNS; run++) {
                run(hub, run, random.split(), flood);
                restore(hub, policy);
            }
            everythingHonestIsServed(new Wire(hub), hub);
            var after = Sample.HONEST.bytes(1);
            Wire.expect(200, new Wire(hub).commit("admin/target", "after.txt", after));
            assertThat(new Wire(hub).get("/admin/target/resolve/main/after.txt").body())
                    .isEqualTo(after);
        }
        assertThat(floodFailures).isEmpty();
        System.out.println("FailClosedSpec: published at once " + published + ", withheld at first " + withheld
                + ", honest files served in the end " + honest.size());
    }

    private void run(Hub hub, int run, SplittableRandom random, ExecutorService flood) throws Exception {
        var sample = Sample.values()[random.nextInt(Sample.values().length)];
        var mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
        var bytes = sample.bytes(random.nextLong());
        var large = random.nextBoolean();
        var path = "run-" + run + (large ? ".bin" : ".txt");
        var salt = random.nextLong();
        var late = random.nextBoolean() ? Duration.ofMillis(random.nextInt(30)) : Duration.ZERO;
        var answer =
                pushWith(hub, path, bytes, random.nextInt(large ? 8 : 3), late, () -> happen(hub, mishap, salt, flood));
        if (sample == Sample.HONEST) {
            honest.put(path, bytes);
            (answer.statusCode() == 200 ? published : withheld).merge(mishap, 1, Integer::sum);
        } else {
            assertThat(answer.statusCode())
                    .as(sample + " with " + mishap + ": " + Wire.text(answer))
                    .isNotEqualTo(200);
        }
        look(new Wire(hub), sample, mishap, path, bytes, answer, mishap + " in run " + run);
    }

    /// Pushes, and lets the mishap happen at the given step of the push, or in the middle of that step, or after all.
    private static HttpResponse<byte[]> pushWith(
            Hub hub, String path, byte[] bytes, int moment, Duration late, Runnable mishap)
            throws IOException, InterruptedException, ExecutionException {
        var steps = new AtomicInteger();
        var happening = new FutureTask<Void>(
                () -> {
                    LockSupport.parkNanos(late.toNanos());
                    mishap.run();
                },
                null);
        var wire = new Wire(hub.address(), hub.adminToken(), it -> {
            if (steps.getAndIncrement() == moment) {
                if (late.isZero()) {
                    happening.run();
                } else {
                    Thread.startVirtualThread(happening);
                }
            }
        });
        var answer = path.endsWith(".bin")
                ? wire.commitLarge("admin/target", path, bytes)
                : wire.commit("admin/target", path, bytes);
        if (steps.get() <= moment) {
            happening.run();
        }
        happening.get();
        return answer;
    }

    private void happen(Hub hub, Mishap mishap, long salt, ExecutorService flood) {
        try {
            switch (mishap) {
                case NOTHING -> {}
                case AN_INSPECTOR_IS_KILLED ->
                    hub.inspectors().stream().findFirst().ifPresent(ProcessHandle::destroyForcibly);
                case EVERY_INSPECTOR_IS_KILLED -> hub.inspectors().forEach(ProcessHandle::destroyForcibly);
                case THE_POLICY_IS_DELETED -> Files.deleteIfExists(hub.policy());
                case THE_POLICY_IS_GARBAGE -> Files.writeString(hub.policy(), "{ [ nonsense");
                case THE_POLICY_IS_EMPTY -> Files.writeString(hub.policy(), "");
                case THE_QUEUE_IS_FLOODED -> flood(hub, salt, flood);
            }
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /// Uploads that nobody commits, more at a time than there are inspectors.
    private void flood(Hub hub, long salt, ExecutorService flood) throws IOException {
        var wire = new Wire(hub);
        for (var i = 0; i < 6; i++) {
            var bytes = Sample.UNKNOWN.bytes(salt + i);
            flood.execute(() -> {
                try {
                    wire.upload("admin/target", Wire.sha256(bytes), bytes);
                } catch (IOException | RuntimeException | Error failed) {
                    floodFailures.add(failed);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /// In one step, as an administrator's editor would.
    private static void restore(Hub hub, byte[] policy) throws IOException {
        var whole = hub.policy().resolveSibling("policy.whole");
        Files.write(whole, policy);
        Files.move(whole, hub.policy(), ATOMIC_MOVE);
    }

    /// Asks every address under which the bytes could be had.
    private static void look(
            Wire wire,
            Sample sample,
            Mishap mishap,
            String path,
            byte[] bytes,
            HttpResponse<byte[]> pushed,
            String when)
            throws Exception {
        for (var address : addresses(wire, path, bytes, Wire.text(pushed))) {
            var answer = wire.get(address);
            if (contains(answer.body(), bytes)) {
                assertThat(sample.servable)
                        .as(sample + " served by " + address + " after " + when)
                        .isTrue();
                assertThat(mishap.lawless)
                        .as("served by " + address + " after " + when)
                        .isFalse();
                assertThat(Wire.text(wire.get("/api/assay/blobs/" + Wire.sha256(bytes))))
                        .as("the standing of bytes that were served after " + when)
                        .contains("\"cleared\":true");
            }
        }
    }

    private static List<String> addresses(Wire wire, String path, byte[] bytes, String pushed) throws Exception {
        var revisions = new ArrayList<>(List.of("main"));
        var pullRequest = PULL_REQUEST.matcher(pushed);
        if (pullRequest.find()) {
            revisions.add("refs%2Fpr%2F" + pullRequest.group(1));
        }
        var addresses = new ArrayList<String>();
        for (var revision : revisions) {
            addresses.add("/admin/target/resolve/" + revision + "/" + path);
            addresses.add("/admin/target/raw/" + revision + "/" + path);
            addresses.add("/admin/target/blob/" + revision + "/" + path);
        }
        addresses.add("/api/assay/blobs/" + Wire.sha256(bytes));
        var batch = wire.post(
                "/admin/target.git/info/lfs/objects/batch",
                "application/vnd.git-lfs+json",
                "{\"operation\":\"download\",\"objects\":[{\"oid\":\"%s\",\"size\":%d}]}"
                        .formatted(Wire.sha256(bytes), bytes.length));
        var href = HREF.matcher(Wire.text(batch));
        while (href.find()) {
            addresses.add(href.group(1).replace("\\/", "/"));
        }
        return addresses;
    }

    /// No file is pushed again and nothing is restarted: whatever a mishap has held back publishes itself.
    private void everythingHonestIsServed(Wire wire, Hub hub) throws Exception {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        for (var file : honest.entrySet()) {
            var address = "/admin/target/resolve/main/" + file.getKey();
            var answer = wire.get(address);
            while (answer.statusCode() != 200 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                answer = wire.get(address);
            }
            var last = answer;
            assertThat(answer.statusCode())
                    .as(() -> file.getKey() + " in the end: " + Wire.text(last) + "\nthe hub said:\n" + hub.log())
                    .isEqualTo(200);
            assertThat(answer.body()).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    private static boolean contains(byte[] answer, byte[] bytes) {
        return new String(answer, ISO_8859_1).contains(new String(bytes, ISO_8859_1));
    }
}
