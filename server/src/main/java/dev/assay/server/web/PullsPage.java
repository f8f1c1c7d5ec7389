package dev.assay.server.web;

import java.util.List;

/// The pull requests of a repository.
public record PullsPage(Shell shell, String repository, String link, List<Line> pulls) {

    public PullsPage {
        pulls = List.copyOf(pulls);
    }

    /// One of them.
    public record Line(long number, String title, String author, String status, String opened, String link) {}
}
