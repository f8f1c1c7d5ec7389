package dev.assay.repo;

import dev.assay.inspect.Digest;

/// One line of a commit. Paths are checked by the commit, not here.
public sealed interface Operation {

    String path();

    /// Puts a file whose bytes were received by the gate; git will hold them itself.
    record Put(String path, Digest digest, long size) implements Operation {}

    /// Puts a large file, stored outside git under its digest; it must have been uploaded to this repository.
    record PutLarge(String path, Digest digest) implements Operation {}

    /// Removes a file, or a folder with all it holds.
    record Delete(String path) implements Operation {}

    /// Removes a folder with all it holds.
    record DeleteFolder(String path) implements Operation {}

    /// Copies a file or folder of this repository.
    ///
    /// @param revision where to copy from; empty means the branch's head
    record Copy(String from, String revision, String path) implements Operation {}
}
