package dev.assay.inspect.wire;

import dev.assay.inspect.Place;

/// What a file says of itself, as we repeat it.
public final class Words {

    private static final int LONGEST = 120;

    private Words() {}

    /// On one line, printable, and not many.
    public static String shown(String words) {
        var line = Place.printable(words.length() > 4 * LONGEST ? words.substring(0, 4 * LONGEST) : words)
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /// As a literal argument of a call: in quotes, with what would end it escaped.
    public static String quoted(String words) {
        return "'" + shown(words).replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
