package dev.assay.repo;

/// One file that a commit changed.
public record Change(String path, What what) {

    /// How it changed.
    public enum What {
        ADDED,
        CHANGED,
        REMOVED
    }
}
