package dev.assay.cli;

import dev.assay.judge.Word;
import java.util.EnumMap;
import java.util.Map;

/// What a whole scan comes to.
final class Summary {

    private final Map<Word, Long> counts = new EnumMap<>(Word.class);
    private final long begun = System.nanoTime();
    private long bytes;

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

    double seconds() {
        return Math.round((System.nanoTime() - begun) / 1e6) / 1e3;
    }

    /// 0 only if there was something to look at and all of it is safe: an empty folder proves nothing.
    int exit() {
        if (count(Word.MALICIOUS) + count(Word.SUSPICIOUS) > 0) {
            return Exit.BAD;
        }
        return files() > 0 && count(Word.SAFE) == files() ? Exit.SAFE : Exit.UNDECIDED;
    }
}
