package dev.assay.inspect.source;

/// The source nests deeper, or is longer, than we follow. Some Python may well read it.
final class TooDeep extends Exception {

    private final long at;

    TooDeep(long at) {
        super("deeper than we follow", null, false, false);
        this.at = at;
    }

    long at() {
        return at;
    }
}
