package dev.assay.repo;

import java.time.Instant;
import java.util.List;

/// A commit that waits: for its author's repository to take it, or for the gate to clear it.
///
/// @param base the branch it would move
/// @param head 40-hex commit
/// @param status draft, open, held, merged, closed or conflicting
/// @param objections for a held one: what keeps it
public record PullRequest(
        long number,
        String title,
        String author,
        String base,
        String head,
        Status status,
        Instant createdAt,
        List<Decision.Objection> objections) {

    public PullRequest {
        objections = List.copyOf(objections);
    }

    public enum Status {
        /// Opened empty; its first commit opens it.
        DRAFT,
        /// Everything in it is cleared; it waits for a person to merge it.
        OPEN,
        /// Something in it is not cleared; it merges itself when that changes (if it was a plain commit).
        HELD,
        /// It would merge itself, but the branch has changed the same files since.
        CONFLICTING,
        MERGED,
        CLOSED
    }
}
