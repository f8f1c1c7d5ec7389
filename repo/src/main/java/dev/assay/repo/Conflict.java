package dev.assay.repo;

/// The thing exists already, or has changed since the caller looked.
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    public enum Kind {
        /// A repository, branch or tag of this name exists.
        EXISTS,
        /// The branch is no longer where the caller said it was (`parentCommit`).
        MOVED
    }

    private final Kind kind;

    public Conflict(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String what() {
        return String.valueOf(getMessage());
    }
}
