package dev.assay.store;

/// The database cannot be used as it is: what is wrong in one sentence, and what to do about it.
///
/// Not for what a statement does wrong: that stays a `DataAccessException` of the statement.
public final class StoreFailure extends RuntimeException {

    private final String hint;

    /// @param sentence what is wrong
    /// @param hint what whoever runs the hub can do about it
    StoreFailure(String sentence, String hint) {
        super(sentence);
        this.hint = hint;
    }

    StoreFailure(String sentence, String hint, Throwable cause) {
        super(sentence, cause);
        this.hint = hint;
    }

    /// What to do about it.
    public String hint() {
        return hint;
    }
}
