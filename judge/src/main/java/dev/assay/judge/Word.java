package dev.assay.judge;

/// A verdict in one word, as everyone outside reads it (CLI, API, pages).
public enum Word {
    /// Nothing found by these engines reading all of these bytes.
    SAFE,
    /// Names code that we do not know, in an inert way; nothing known to be bad.
    UNKNOWN,
    /// Part was not read.
    INCOMPLETE,
    SUSPICIOUS,
    MALICIOUS
}
