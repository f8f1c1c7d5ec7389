package dev.assay.judge;

/// A text that was meant to be a policy and is none: in which line, why, and what would be right.
public final class NotAPolicy extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final String hint;

    /// @param line from 1; 0 if it is about the whole text
    /// @param hint what would be right; empty if the sentence says it
    NotAPolicy(int line, String sentence, String hint) {
        super(sentence);
        this.line = line;
        this.hint = hint;
    }

    public int line() {
        return line;
    }

    public String hint() {
        return hint;
    }
}
