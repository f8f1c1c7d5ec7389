package dev.assay.gate;

import java.nio.file.Path;
import java.time.Duration;

/// How this gate is run. Read once, checked once.
///
/// @param folder where the vault keeps its bytes; made if it is not there
/// @param policy the file that says which findings this house lives with; read again whenever it changes
/// @param inspectors processes that inspect at the same time
/// @param memory the most heap an inspector may use, in bytes. What it unpacks lies outside the heap; where the system
/// can
///     bound it, a process has at most twice this and 512 MiB in all. Inspectors, and one more that is ready to take
/// the
///     place of any of them, have it each; what takes more is held, or ends the process
/// @param deadline what an inspection may take, whatever the size
/// @param deadlinePerMebibyte what it may take on top, for each MiB
/// @param attempts how often an inspector may fail on a blob within a short time; after that, or after it exceeded its
///     deadline once, it is looked at again after an hour, and then after four, sixteen and every twenty-four
/// @param backoff how long it rests after the first failure; ten times longer after each further one
/// @param reserve bytes that uploads leave free on the vault's disk, for the ledger and the database; at most the
///     twentieth part of the disk counts
/// @param receiving uploads of more than 256 KiB that arrive at once; each takes 1 MiB of heap and a thread
/// @param patience how long another one waits for its turn before it is refused
public record GateSettings(
        Path folder,
        Path policy,
        int inspectors,
        long memory,
        Duration deadline,
        Duration deadlinePerMebibyte,
        int attempts,
        Duration backoff,
        long reserve,
        int receiving,
        Duration patience) {

    private static final long LEAST_MEMORY = 64L << 20;
    private static final long BESIDES_HEAP = 512L << 20;
    private static final long RESERVE = 1L << 30;
    private static final int RECEIVING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SLOWLY = Duration.ofHours(1);
    private static final Duration SLOWEST = Duration.ofHours(24);

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
        check(reserve >= 0, "reserve", "no disk has less than no room");
        check(receiving > 0, "receiving", "with none, nothing large would ever come in");
        check(!patience.isNegative(), "patience", "nobody can be refused before they came");
    }

    /// With the usual reserve and the usual number of uploads at once.
    public GateSettings(
            Path folder,
            Path policy,
            int inspectors,
            long memory,
            Duration deadline,
            Duration deadlinePerMebibyte,
            int attempts,
            Duration backoff) {
        this(
                folder,
                policy,
                inspectors,
                memory,
                deadline,
                deadlinePerMebibyte,
                attempts,
                backoff,
                RESERVE,
                RECEIVING,
                PATIENCE);
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
        return new GateSettings(
                folder,
                policy,
                processes,
                memory,
                deadline,
                deadlinePerMebibyte,
                attempts,
                backoff,
                reserve,
                receiving,
                patience);
    }

    /// How long an inspection of so many bytes may take.
    Duration deadline(long size) {
        return deadline.plus(deadlinePerMebibyte.multipliedBy(size >> 20));
    }

    /// Bytes an inspector's process may have, on its heap and outside it.
    long processMemory() {
        return 2 * memory + BESIDES_HEAP;
    }

    /// How long a blob rests after failing so many times.
    Duration rest(int failures) {
        if (failures < attempts) {
            return backoff.multipliedBy((long) Math.pow(10, Math.min(failures - 1, 6)));
        }
        var slowly = SLOWLY.multipliedBy(1L << 2 * Math.min(failures - attempts, 4));
        return slowly.compareTo(SLOWEST) < 0 ? slowly : SLOWEST;
    }

    private static void check(boolean holds, String setting, String because) {
        if (!holds) {
            throw new IllegalArgumentException("setting '" + setting + "': " + because);
        }
    }
}
