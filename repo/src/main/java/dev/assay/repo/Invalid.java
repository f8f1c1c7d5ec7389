package dev.assay.repo;

/// The caller asked for something that cannot be: says what, and what would be right.
public final class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String hint;

    public Invalid(String what, String hint) {
        super(what);
        this.hint = hint;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String hint() {
        return hint;
    }
}
