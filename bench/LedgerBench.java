import dev.assay.ledger.Ledger;
import dev.assay.ledger.Verification;
import dev.assay.ledger.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Lines a second that a ledger takes, durably, against a plain file that is flushed after each line; and the time to
/// verify it, against hashing its lines once and no more. `ledger.py` runs it.
final class LedgerBench {

    private static final int ROUNDS = 5;
    private static final int BULK = 64;

    private LedgerBench() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var millis = Long.parseLong(arguments[1]);
        appends(folder, millis);
        for (var lines : new int[] {10_000, 40_000, 160_000}) {
            verifies(folder.resolve("verify-" + lines), lines);
        }
    }

    private static void appends(Path folder, long millis) throws Exception {
        var threads = new int[] {1, 8, BULK};
        var ours = new double[threads.length][ROUNDS];
        var plain = new double[ROUNDS];
        for (var round = -1; round < ROUNDS; round++) {
            var file = plain(folder.resolve("plain-" + round), millis);
            if (round >= 0) {
                plain[round] = file;
            }
            for (var i = 0; i < threads.length; i++) {
                var rate = ledger(folder.resolve("append-" + round + "-" + i), threads[i], millis);
                if (round >= 0) {
                    ours[i][round] = rate;
                }
            }
        }
        System.out.printf(Locale.ROOT, "durable lines a second, %d turns of %d ms, median (least to most)%n", ROUNDS, millis);
        System.out.printf("  plain file, flushed each line  %s%n", spread(plain));
        for (var i = 0; i < threads.length; i++) {
            var ratios = new double[ROUNDS];
            for (var round = 0; round < ROUNDS; round++) {
                ratios[round] = ours[i][round] / plain[round];
            }
            System.out.printf("  ledger, %2d threads             %s, ledger/plain %s%n", threads[i], spread(ours[i]), ratio(ratios));
        }
    }

    private static double plain(Path file, long millis) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var began = System.nanoTime();
            var count = 0;
            while (System.nanoTime() - began < millis * 1_000_000) {
                channel.write(ByteBuffer.wrap((line(count++) + "\n").getBytes()));
                channel.force(false);
            }
            return count * 1e9 / (System.nanoTime() - began);
        }
    }

    private static double ledger(Path folder, int threads, long millis) throws Exception {
        try (var ledger = Ledger.open(folder, "bench");
                var pool = Executors.newFixedThreadPool(threads)) {
            var began = System.nanoTime();
            var all = new ArrayList<Callable<Void>>();
            for (var i = 0; i < threads; i++) {
                all.add(() -> {
                    for (var count = 0; System.nanoTime() - began < millis * 1_000_000; count++) {
                        ledger.append(line(count));
                    }
                    return null;
                });
            }
            for (var done : pool.invokeAll(all)) {
                done.get();
            }
            return ledger.size() * 1e9 / (System.nanoTime() - began);
        }
    }

    private static void verifies(Path folder, int lines) throws Exception {
        List<byte[]> bytes = new ArrayList<>();
        String key;
        try (var ledger = Ledger.open(folder, "bench");
                var pool = Executors.newFixedThreadPool(256)) {
            var all = new ArrayList<Callable<Long>>();
            for (var i = 0; i < lines; i++) {
                var text = line(i);
                bytes.add(text.getBytes());
                all.add(() -> ledger.append(text));
            }
            for (var done : pool.invokeAll(all)) {
                done.get();
            }
            key = ledger.verifier();
        }
        var verify = new double[ROUNDS];
        var hash = new double[ROUNDS];
        var ratio = new double[ROUNDS];
        var open = new double[ROUNDS];
        for (var round = -1; round < ROUNDS; round++) {
            var began = System.nanoTime();
            var result = new Verifier(key).folder(folder);
            var verified = System.nanoTime();
            if (!(result instanceof Verification.Holds)) {
                throw new IllegalStateException(result.toString());
            }
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (var each : bytes) {
                sha256.digest(each);
            }
            var hashed = System.nanoTime();
            Ledger.open(folder, "bench").close();
            var opened = System.nanoTime();
            if (round >= 0) {
                verify[round] = (verified - began) / 1e9;
                hash[round] = (hashed - verified) / 1e9;
                open[round] = (opened - hashed) / 1e9;
                ratio[round] = verify[round] / hash[round];
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d lines: verify %s s (%.0f ms for 100,000), open %s s; hashing the lines only %s s, verify/hashing %s%n",
                lines, spread(verify), median(verify) * 1e3 * 100_000 / lines, spread(open), spread(hash), ratio(ratio));
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// As long as the line of a verdict.
    private static String line(int number) {
        return "verdict sha256:%064x SAFE clear default@1f2e3d4c generation 1, 4096 of 4096 bytes, safetensors, 0 findings"
                .formatted(number);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String spread(double[] values) {
        var digits = median(values) < 100 ? 3 : 0;
        return shown(values, "%." + digits + "f (%." + digits + "f to %." + digits + "f)");
    }

    private static String ratio(double[] values) {
        return shown(values, "%.2f (%.2f to %.2f)");
    }

    private static String shown(double[] values, String shape) {
        return String.format(
                Locale.ROOT, shape, median(values), Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
    }
}
