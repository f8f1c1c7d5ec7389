package dev.assay.judge;

import dev.assay.inspect.Digest;
import java.util.List;

/// What a policy makes of one blob: as grave as its gravest ruling.
///
/// @param policy name of the policy that ruled, and the beginning of its digest
public record Verdict(Digest subject, String policy, Outcome outcome, Word word, List<Ruling> rulings) {

    public Verdict {
        rulings = List.copyOf(rulings);
        for (var ruling : rulings) {
            if (ruling.outcome().compareTo(outcome) > 0 || ruling.word().compareTo(word) > 0) {
                throw new IllegalArgumentException("a verdict is as grave as its gravest ruling");
            }
        }
        if ((outcome == Outcome.CLEAR) != (word == Word.SAFE)
                || (outcome == Outcome.CONVICT) != (word == Word.MALICIOUS)) {
            throw new IllegalArgumentException("a verdict of " + outcome + " is not called " + word);
        }
    }

    /// The rulings that keep the blob in, gravest first; empty when it is cleared.
    public List<Ruling> against() {
        return rulings.stream()
                .filter(it -> it.outcome() != Outcome.CLEAR)
                .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                .toList();
    }
}
