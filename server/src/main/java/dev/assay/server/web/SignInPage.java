package dev.assay.server.web;

/// Where a token is given.
///
/// @param wrong what was wrong with the last try; empty at the first
/// @param back where to go afterwards, an address on this hub
public record SignInPage(Shell shell, String wrong, String back) {}
