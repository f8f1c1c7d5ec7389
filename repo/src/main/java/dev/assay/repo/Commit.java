package dev.assay.repo;

import java.time.Instant;

/// What a commit says about itself.
///
/// @param title first line of the message
/// @param message the rest, without the title; empty if there is none
/// @param author account name
public record Commit(String id, String title, String message, Instant at, String author) {}
