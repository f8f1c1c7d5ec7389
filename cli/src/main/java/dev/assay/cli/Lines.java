package dev.assay.cli;

import dev.assay.inspect.Place;

/// Words that a file's author may have chosen, as one line of a report.
///
/// Whoever reads a report may be a terminal, a browser, or a build machine that takes lines for commands.
/// Each kind of report has its own way of making words harmless; all of them stand here.
final class Lines {

    private Lines() {}

    /// For a terminal or a log: nothing that moves the cursor, and nothing that a build machine takes for
    /// a command, which those are that begin with two colons or have a bracket behind two hashes.
    static String plain(String text) {
        var line = Place.printable(text).replace("##[", "##?");
        return line.stripLeading().startsWith("::") ? "?" + line : line;
    }

    /// For text and attributes of XML 1.0 and HTML.
    static String markup(String text) {
        var plain = Place.printable(text);
        var out = new StringBuilder(plain.length() + 16);
        for (var i = 0; i < plain.length(); i++) {
            var c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /// For the message of a workflow command; lines are joined by `\n`.
    static String command(String... lines) {
        var out = new StringBuilder();
        for (var line : lines) {
            out.append(out.isEmpty() ? "" : "%0A").append(Place.printable(line).replace("%", "%25"));
        }
        return out.toString();
    }

    /// For a property of a workflow command.
    static String property(String text) {
        return command(text).replace(":", "%3A").replace(",", "%2C");
    }

    /// For a SARIF message, whose readers make a link of `[words](address)`.
    static String message(String text) {
        return Place.printable(text).replace("](", "] (");
    }
}
