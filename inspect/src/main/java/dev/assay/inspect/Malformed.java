package dev.assay.inspect;

/// The bytes at [#offset] break [#rule] of their format.
///
/// Checked, so that every reader of hostile bytes says in its signature that it may meet one;
/// caught once, by the [Inspector], which turns it into a [Finding.Breaks].
public final class Malformed extends Exception {

    private final long offset;
    private final String rule;

    public Malformed(long offset, String rule) {
        super(rule + " at offset " + offset, null, false, false); // no stack trace: the offset is the trace
        this.offset = offset;
        this.rule = rule;
    }

    public long offset() {
        return offset;
    }

    public String rule() {
        return rule;
    }
}
