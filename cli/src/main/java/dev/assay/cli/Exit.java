package dev.assay.cli;

/// What a command answers to the shell.
final class Exit {

    /// Every file is safe; what was to be verified verifies.
    static final int SAFE = 0;

    /// A file is suspicious or malicious; what was to be verified does not verify.
    static final int BAD = 1;

    /// Neither: something is unknown, or was not read, or could not be said.
    static final int UNDECIDED = 2;

    /// The command was used wrongly.
    static final int USAGE = 64;

    private Exit() {}
}
