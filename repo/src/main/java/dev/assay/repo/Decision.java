package dev.assay.repo;

import dev.assay.gate.Standing;
import dev.assay.inspect.Digest;
import java.util.List;
import java.util.Optional;

/// What became of a [Proposal].
public sealed interface Decision {

    /// Everything is cleared; the ref has moved.
    ///
    /// @param pullRequest its number, if one was asked for
    record Published(String commit, Optional<Long> pullRequest) implements Decision {}

    /// Something is not cleared yet; the commit is kept as a pull request that merges itself when the last file is.
    record Held(String commit, long pullRequest, boolean asked, List<Objection> objections) implements Decision {}

    /// Something is convicted; nothing has moved, and no ref or pull request leads to what was sent. The bytes stay in
    /// quarantine, and as objects of git that nobody can reach, so that they can still be examined.
    record Turned(List<Objection> objections) implements Decision {}

    /// Why one file of a commit is not let through.
    record Objection(String path, Digest digest, Standing standing) {}
}
