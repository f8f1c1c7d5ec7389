package dev.assay.server.web;

import java.util.List;

/// One pull request: what it would change, and what keeps it.
public record PullPage(
        Shell shell,
        String repository,
        String link,
        long number,
        String title,
        String author,
        String base,
        String head,
        String status,
        String meaning,
        String opened,
        List<FileLine> objections) {

    public PullPage {
        objections = List.copyOf(objections);
    }
}
