package dev.assay.inspect.wire;

import dev.assay.inspect.Place;
import java.util.Arrays;
import java.util.regex.Pattern;

/// The name of another file, which whoever opens this one opens too.
public final class OtherFile {

    private static final int LONGEST = 200;
    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\~].*|[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private OtherFile() {}

    /// Where the name leads, and the name: `by an absolute path: '/etc/passwd'`. An address on the network counts as
    /// absolute.
    public static String words(String name) {
        return kind(name) + ": '" + shown(name) + "'";
    }

    private static String kind(String name) {
        if (ABSOLUTE.matcher(name).matches()) {
            return "by an absolute path";
        }
        return Arrays.asList(name.split("[/\\\\]", -1)).contains("..") ? "by a path that leads upward" : "beside it";
    }

    /// A name as we repeat it.
    public static String shown(String text) {
        var line = Place.printable(text);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
