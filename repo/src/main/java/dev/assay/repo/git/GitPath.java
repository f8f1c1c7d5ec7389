package dev.assay.repo.git;

/// A path in a tree, and the object there.
///
/// @param path from the root, `/` between parts
/// @param oid 40 hexadecimal digits
public record GitPath(String path, boolean folder, String oid) {}
