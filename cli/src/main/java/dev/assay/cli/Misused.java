package dev.assay.cli;

/// A command was given something that cannot be used; the message says what and why.
final class Misused extends RuntimeException {

    private static final long serialVersionUID = 1;

    Misused(String message) {
        super(message);
    }
}
