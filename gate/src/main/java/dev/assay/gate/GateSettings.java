package dev.assay.gate;

import java.nio.file.Path;
import java.time.Duration;

/// How this gate is run. Read once, checked once.
///
/// @param folder where the vault keeps its bytes; made if it is not there
/// @param policy the file that says which findings this house lives with; read again whenever it changes
/// @param inspectors processes that inspect at the same time
/// @param memory the most heap an inspector may use, in bytes
/// @param deadline what an inspection may take, whatever the size
/// @param deadlinePerMebibyte what it may take on top, for each MiB
/// @param attempts how often an inspector may fail on a blob before it is left for the next start
/// @param backoff how long it rests after the first failure; ten times longer after each further one
public record GateSettings(
        Path folder,
        Path policy,
        int inspectors,
        long memory,
        Duration deadline,
        Duration deadlinePerMebibyte,
        int attempts,
        Duration backoff) {

    private static final long LEAST_MEMORY = 64L << 20;

    public GateSettings {
        folder = folder.toAbsolutePath().normalize();
        policy = policy.toAbsolutePath().normalize();
        check(inspectors > 0, "inspectors", "with none, nothing would ever leave quarantine");
        check(inspectors <= 256, "inspectors", "more than 256 processes inspect no faster on one machine");
        check(memory >= LEAST_MEMORY, "memory", "an inspector needs at least " + LEAST_MEMORY + " bytes to start");
        check(deadline.isPositive(), "deadline", "an inspection that may take no time never ends well");
        check(!deadlinePerMebibyte.isNegative(), "deadlinePerMebibyte", "larger blobs cannot take less than none");
        check(attempts > 0, "attempts", "with none, nothing would ever be inspected");
        check(!backoff.isNegative(), "backoff", "nobody can look again before they looked");
    }

    /// As a hub starts out: everything in one data folder, two inspectors of 1 GiB.
    public static GateSettings in(Path data) {
        return new GateSettings(
                data.resolve("vault"),
                data.resolve("policy.yaml"),
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                1L << 30,
                Duration.ofSeconds(60),
                Duration.ofMillis(100),
                4,
                Duration.ofMillis(200));
    }

    public GateSettings withInspectors(int processes) {
        return new GateSettings(folder, policy, processes, memory, deadline, deadlinePerMebibyte, attempts, backoff);
    }

    /// How long an inspection of so many bytes may take.
    Duration deadline(long size) {
        return deadline.plus(deadlinePerMebibyte.multipliedBy(size >> 20));
    }

    /// How long a blob rests after failing so many times.
    Duration rest(int failures) {
        return backoff.multipliedBy((long) Math.pow(10, Math.min(failures - 1, 6)));
    }

    private static void check(boolean holds, String setting, String because) {
        if (!holds) {
            throw new IllegalArgumentException("setting '" + setting + "': " + because);
        }
    }
}
