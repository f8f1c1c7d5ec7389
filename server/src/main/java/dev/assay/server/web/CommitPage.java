package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// One commit: what its author says of it, and which files it changed.
///
/// @param commit its 40 digits
/// @param message what follows the title; empty for nothing
/// @param files where the folder of all its files is
/// @param changed the files it changed, the first of them if there are many
/// @param more how many are not listed
public record CommitPage(
        Shell shell,
        String repository,
        String link,
        String commit,
        String title,
        String message,
        String author,
        String day,
        String files,
        List<Change> changed,
        int more) {

    public CommitPage {
        changed = List.copyOf(changed);
    }

    /// One file that a commit changed.
    ///
    /// @param what added, changed or removed
    /// @param link the file's page; empty if it is gone
    public record Change(String path, String what, Optional<String> link) {}
}
