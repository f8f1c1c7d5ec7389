package dev.assay.inspect.source;

/// When something in a source happens, from the soonest.
public enum When {
    /// Whoever imports the file, or runs it, makes it happen.
    IMPORT("at import"),
    /// The library that uses what the file defines makes it happen, by a method it calls on its own:
    /// `forward`, `__reduce__`.
    USE("when used"),
    /// Whoever runs the file makes it happen.
    SCRIPT("as a script"),
    /// Somebody has to call a function by its name.
    CALL("when called");

    private final String words;

    When(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
