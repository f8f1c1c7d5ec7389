package dev.assay.repo;

/// The caller may see the thing but not do this with it.
public final class Denied extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String hint;

    public Denied(String what, String hint) {
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
