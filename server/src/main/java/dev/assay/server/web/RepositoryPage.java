package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// A repository at one revision: its card, a folder of its files, and what was found.
///
/// @param link the repository's own page
/// @param revision as it was asked for
/// @param commit its 40 digits
/// @param folder path of the folder shown; empty for the root
/// @param parent where the folder above is; empty at the root
/// @param card harmless HTML; empty if there is no card, or if it is not the root that is shown
/// @param more the address of the folder's next page
/// @param pulls how many pull requests there are
public record RepositoryPage(
        Shell shell,
        String kind,
        String name,
        String link,
        boolean hidden,
        String revision,
        String commit,
        String title,
        String folder,
        Optional<String> parent,
        List<FileLine> files,
        String card,
        List<String> tags,
        Optional<String> more,
        long pulls,
        long held) {

    public RepositoryPage {
        files = List.copyOf(files);
        tags = List.copyOf(tags);
    }
}
