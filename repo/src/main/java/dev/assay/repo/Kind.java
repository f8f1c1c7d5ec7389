package dev.assay.repo;

/// What a repository holds.
public enum Kind {
    MODEL("models", ""),
    DATASET("datasets", "datasets/"),
    SPACE("spaces", "spaces/");

    private final String plural;
    private final String prefix;

    Kind(String plural, String prefix) {
        this.plural = plural;
        this.prefix = prefix;
    }

    /// The word in API paths: `/api/models/...`.
    public String plural() {
        return plural;
    }

    /// What stands before the name in web and file addresses; models have nothing there.
    public String prefix() {
        return prefix;
    }

    /// `model`, `dataset`, `space`.
    public String word() {
        return plural.substring(0, plural.length() - 1);
    }
}
