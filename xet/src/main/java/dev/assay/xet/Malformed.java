package dev.assay.xet;

/// Bytes that break their own format, or claim a hash that is not theirs.
///
/// The offset is the trace, so there is no other.
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    private final long offset;

    /// @param offset where, in bytes from the start of what was read
    /// @param rule what should have held there
    Malformed(String what, long offset, String rule) {
        super(what + " at byte " + offset + " breaks the rule that " + rule, null, false, false);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    /// One line, fit to be shown to whoever sent the bytes.
    public String what() {
        return String.valueOf(getMessage());
    }
}
