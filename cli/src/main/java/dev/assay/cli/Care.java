package dev.assay.cli;

import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.format.Formats;
import java.time.Duration;

/// What reading one file may cost, and how many are read at a time. What costs more is not safe but unread.
///
/// @param threads files read at a time
/// @param deadline longest time for one of them
/// @param held bytes of what is unpacked that are kept at one time, for each of them
record Care(int threads, Duration deadline, long held) {

    private static final int MOST_THREADS = 4;

    static final Care STANDARD = new Care(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS),
            Duration.ofMinutes(10),
            Limits.STANDARD.held());

    Inspector inspector() {
        var limits = Limits.STANDARD;
        return held == limits.held()
                ? Inspector.standard()
                : new Inspector(
                        Formats.ALL,
                        new Limits(
                                limits.depth(),
                                limits.specimens(),
                                limits.unpacked(),
                                held,
                                limits.work(),
                                limits.findings()),
                        Formats.GENERATION);
    }
}
