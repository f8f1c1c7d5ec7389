package dev.assay.repo;

import dev.assay.inspect.Digest;
import java.util.Optional;

/// A path in a revision, and what it stands for.
///
/// @param path from the root, `/` between parts
/// @param oid git's 40-hex id: of the blob for a file (of its pointer if it is large), of the tree for a folder
/// @param size bytes of the real file; 0 for a folder
/// @param digest of the real bytes; empty for a folder
/// @param pointerSize bytes of the LFS pointer; 0 if git holds the bytes themselves
public record Entry(String path, boolean folder, String oid, long size, Optional<Digest> digest, int pointerSize) {

    public boolean large() {
        return pointerSize > 0;
    }
}
