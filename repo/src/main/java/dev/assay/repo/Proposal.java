package dev.assay.repo;

import java.util.List;
import java.util.Optional;

/// A commit as its author wishes it.
///
/// @param target branch name, or `refs/pr/N`
/// @param parent where the author believes the target to be; empty if they do not care
/// @param asPullRequest open a pull request instead of moving the branch
public record Proposal(
        String target,
        String title,
        String message,
        Optional<String> parent,
        List<Operation> operations,
        boolean asPullRequest) {

    public Proposal {
        operations = List.copyOf(operations);
    }
}
