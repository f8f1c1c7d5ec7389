package dev.assay.inspect.source;

/// No Python reads the text at this offset.
final class NotPython extends Exception {

    private final long at;

    NotPython(long at) {
        super("not Python", null, false, false); // no stack trace: it is thrown for every text that is prose
        this.at = at;
    }

    long at() {
        return at;
    }
}
