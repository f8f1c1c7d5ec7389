package dev.assay.judge;

import dev.assay.inspect.Digest;
import java.util.List;

/// What a policy makes of one blob: as grave as its gravest ruling.
///
/// @param policy name and digest of the policy that ruled
public record Verdict(Digest subject, String policy, Outcome outcome, Word word, List<Ruling> rulings) {

    public Verdict {
        rulings = List.copyOf(rulings);
    }

    /// The rulings that keep the blob in, gravest first; empty when it is cleared.
    public List<Ruling> against() {
        return rulings.stream()
                .filter(it -> it.outcome() != Outcome.CLEAR)
                .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                .toList();
    }
}
