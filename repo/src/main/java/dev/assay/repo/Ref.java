package dev.assay.repo;

/// A name that points at a commit.
///
/// @param ref in full: `refs/heads/main`, `refs/tags/v1`, `refs/pr/3`
public record Ref(String ref, String commit) {

    /// The name without its prefix: `main`, `v1`, `3`.
    public String name() {
        return ref.replaceFirst("^refs/(heads|tags|pr|convert)/", "");
    }
}
