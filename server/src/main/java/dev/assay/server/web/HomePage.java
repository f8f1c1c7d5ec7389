package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// The list of repositories of one kind.
///
/// @param kind models, datasets or spaces
/// @param search what was looked for; empty for everything
/// @param next the address of the next page
public record HomePage(
        Shell shell, String kind, String search, List<RepositoryLine> repositories, Optional<String> next) {

    public HomePage {
        repositories = List.copyOf(repositories);
    }

    /// One repository in the list.
    ///
    /// @param modified a day
    public record RepositoryLine(String name, String link, boolean hidden, String modified, List<String> tags) {
        public RepositoryLine {
            tags = List.copyOf(tags);
        }
    }
}
