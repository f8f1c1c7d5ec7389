package dev.assay.cli;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.judge.Outcome;
import dev.assay.judge.Ruling;
import dev.assay.judge.Verdict;
import dev.assay.judge.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file, and what we make of it.
///
/// @param path as it was asked for, or below a folder that was
/// @param digest null if the bytes could not be read to their end
/// @param size bytes; 0 if they could not be read
/// @param facts what the rulings are about; null if the bytes could not be read
record Scanned(
        String path,
        @Nullable Digest digest,
        long size,
        String format,
        Word word,
        List<Ruling> rulings,
        @Nullable Inspection facts) {

    /// How a reader that lacked memory says so.
    private static final String STARVED = "takes more memory than";

    Scanned {
        rulings = List.copyOf(rulings);
    }

    static Scanned judged(String path, Inspection inspection, Verdict verdict) {
        return new Scanned(
                path,
                inspection.subject(),
                inspection.size(),
                inspection.format(),
                verdict.word(),
                verdict.rulings(),
                inspection);
    }

    /// A file nobody could look into. That is never safe.
    static Scanned unread(String path, String why) {
        var ruling = new Ruling(
                new Finding.Eludes(Place.START, why),
                Outcome.HOLD,
                Word.INCOMPLETE,
                "what was not read is not cleared");
        return new Scanned(path, null, 0, "unknown", Word.INCOMPLETE, List.of(ruling), null);
    }

    /// Whether some of it was not read because memory was short. That may have been another file's doing.
    boolean starved() {
        return rulings.stream()
                .anyMatch(it -> it.finding() instanceof Finding.Eludes eludes
                        && eludes.why().contains(STARVED));
    }

    /// The rulings that are not in its favour, gravest first.
    List<Ruling> against() {
        return rulings.stream()
                .filter(it -> it.outcome() != Outcome.CLEAR)
                .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                .toList();
    }
}
