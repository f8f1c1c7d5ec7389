package dev.assay.cli;

import dev.assay.judge.Word;
import java.util.EnumMap;
import java.util.Map;

/// What a whole scan comes to.
final class Summary {

    private final Map<Word, Long> counts = new EnumMap<>(Word.class);
    private final long begun = System.nanoTime();
    private final boolean timed;
    private final FailOn failOn;
    private long bytes;

    /// @param timed whether to say how long it took; without, equal files come to equal reports
    Summary(boolean timed, FailOn failOn) {
        this.timed = timed;
        this.failOn = failOn;
    }

    void add(Scanned file) {
        counts.merge(file.word(), 1L, Long::sum);
        bytes += file.size();
    }

    long count(Word word) {
        return counts.getOrDefault(word, 0L);
    }

    long files() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long bytes() {
        return bytes;
    }

    boolean timed() {
        return timed;
    }

    /// 0 if nobody is to hear of it.
    double seconds() {
        return timed ? elapsed() : 0;
    }

    private double elapsed() {
        return Math.round((System.nanoTime() - begun) / 1e6) / 1e3;
    }

    /// 0 only if there was something to look at and nothing of it counts: an empty folder proves nothing.
    int exit() {
        if (failOn == FailOn.NEVER) {
            return Exit.SAFE;
        }
        if (any(Word.SUSPICIOUS) || any(Word.MALICIOUS)) {
            return Exit.BAD;
        }
        var undecided = files() == 0 || any(Word.UNKNOWN) || any(Word.INCOMPLETE);
        return undecided ? Exit.UNDECIDED : Exit.SAFE;
    }

    private boolean any(Word word) {
        return failOn.counts(word) && count(word) > 0;
    }
}
