package dev.assay.repo;

/// What a commit says: one line, and perhaps more.
record Message(String title, String body) {

    private static final int LONGEST = 100_000;

    /// Reads git's text of a commit.
    static Message read(String text) {
        var end = text.indexOf('\n');
        return end < 0
                ? new Message(text, "")
                : new Message(text.substring(0, end), text.substring(end).strip());
    }

    /// @throws Invalid if there is no title, or the text cannot be kept by git
    static Message of(String title, String body) {
        if (title.isBlank()) {
            throw new Invalid("a commit needs a title", "Say in one line what it does.");
        }
        if (title.length() + body.length() > LONGEST || title.indexOf(0) >= 0 || body.indexOf(0) >= 0) {
            throw new Invalid(
                    "a commit's message is text of at most " + LONGEST + " characters", "Shorten the description.");
        }
        var whole = title.strip().replace("\r\n", "\n");
        var end = whole.indexOf('\n');
        return end < 0
                ? new Message(whole, body.strip())
                : new Message(whole.substring(0, end), (whole.substring(end).strip() + "\n\n" + body).strip());
    }

    /// As git keeps it.
    String text() {
        return body.isEmpty() ? title + "\n" : title + "\n\n" + body + "\n";
    }
}
