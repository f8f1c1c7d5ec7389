package dev.assay.gate;

/// The gate will not let a blob out. Says why, and what its reader can do about it.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    public enum Reason {
        /// Not inspected yet.
        QUARANTINED,
        /// Inspected, or not inspectable, and kept in until something changes.
        HELD,
        CONVICTED,
        /// No such bytes are here.
        ABSENT
    }

    private final Reason reason;
    private final String what;
    private final String hint;

    public Refused(Reason reason, String what, String hint) {
        super(what);
        if (hint.isBlank()) {
            throw new IllegalArgumentException("a refusal without a hint leaves its reader stranded");
        }
        this.reason = reason;
        this.what = what;
        this.hint = hint;
    }

    public Reason reason() {
        return reason;
    }

    public String what() {
        return what;
    }

    public String hint() {
        return hint;
    }
}
