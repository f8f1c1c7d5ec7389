package dev.assay.cli.hub;

/// A file, as a hub lists it.
///
/// @param path as the hub has it; to be printed, never to be followed
/// @param size bytes
/// @param sha256 what its bytes are said to hash to; empty if the hub says only the git name
/// @param blob the git name of the content: SHA-1 over a header and the bytes; of a large file, that
///     of its pointer
public record Listed(String path, long size, String sha256, String blob) {}
