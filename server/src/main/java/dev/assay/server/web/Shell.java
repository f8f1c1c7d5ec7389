package dev.assay.server.web;

/// What stands around every page.
///
/// @param title of the window
/// @param account the name of whoever is signed in; empty for nobody
public record Shell(String title, String account) {}
