package dev.assay.repo;

/// There is no such thing, or none that this caller may know of: the two are not told apart.
public final class Missing extends RuntimeException {

    private static final long serialVersionUID = 1;

    public enum Kind {
        REPOSITORY,
        REVISION,
        ENTRY,
        PULL_REQUEST,
        ACCOUNT
    }

    private final Kind kind;
    private final String commit;

    public Missing(Kind kind, String what) {
        this(kind, what, "");
    }

    /// @param commit for a missing entry, the commit in which it was looked for (clients cache that); else empty
    public Missing(Kind kind, String what, String commit) {
        super(what);
        this.kind = kind;
        this.commit = commit;
    }

    public Kind kind() {
        return kind;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String commit() {
        return commit;
    }
}
