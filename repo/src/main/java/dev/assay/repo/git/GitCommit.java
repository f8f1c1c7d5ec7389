package dev.assay.repo.git;

import java.time.Instant;

/// What a git commit says about itself.
///
/// @param text title, then an empty line and the message if there is one
public record GitCommit(String id, String tree, String author, Instant at, String text) {}
