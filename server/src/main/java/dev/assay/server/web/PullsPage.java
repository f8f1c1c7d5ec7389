package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// The pull requests of a repository.
///
/// @param next the address of the next page
public record PullsPage(Shell shell, String repository, String link, List<Line> pulls, Optional<String> next) {

    public PullsPage {
        pulls = List.copyOf(pulls);
    }

    /// One of them.
    public record Line(long number, String title, String author, String status, String opened, String link) {}
}
