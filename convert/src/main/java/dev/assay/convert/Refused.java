package dev.assay.convert;

import java.util.List;

/// A file that is not converted, and everything that stands in the way.
public final class Refused extends Exception {

    private static final int MOST = 50;

    private final List<String> reasons;

    Refused(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = reasons.size() <= MOST
                ? List.copyOf(reasons)
                : java.util.stream.Stream.concat(
                                reasons.stream().limit(MOST),
                                java.util.stream.Stream.of("and " + (reasons.size() - MOST) + " more"))
                        .toList();
    }

    Refused(String reason) {
        this(List.of(reason));
    }

    /// Sentences about the file, at least one.
    public List<String> reasons() {
        return reasons;
    }
}
