package dev.assay.repo;

/// One commit of one repository, published: everything in it was cleared when it became visible.
///
/// @param commit 40 hexadecimal digits
public record Revision(Repository repository, String commit) {}
