package dev.assay.server.web;

/// Why there is no page, and what to do.
public record ProblemPage(Shell shell, int status, String sentence, String hint) {}
