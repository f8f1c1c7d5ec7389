package dev.assay.repo;

/// A repository with what only this room needs to know of it.
///
/// @param owner account id of the namespace
/// @param creator account id of whoever made it
record Filed(Repository repository, long owner, long creator) {}
