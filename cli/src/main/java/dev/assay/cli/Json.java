package dev.assay.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes JSON, and only writes it. A library would double the time a scan takes to start.
///
/// What comes out is plain on every terminal: control and format characters and halves of surrogate pairs are escaped.
final class Json {

    private final Terminal terminal;
    private final Deque<Boolean> filled = new ArrayDeque<>();
    private boolean named;
    private boolean lineAhead;

    Json(Terminal terminal) {
        this.terminal = terminal;
        filled.push(false);
    }

    Json object() throws IOException {
        return opening("{");
    }

    Json array() throws IOException {
        return opening("[");
    }

    Json endObject() throws IOException {
        return closing("}");
    }

    Json endArray() throws IOException {
        return closing("]");
    }

    Json name(String name) throws IOException {
        separate();
        terminal.print(quoted(name) + ": ");
        named = true;
        return this;
    }

    Json value(@Nullable String text) throws IOException {
        return raw(text == null ? "null" : quoted(text));
    }

    Json value(long number) throws IOException {
        return raw(Long.toString(number));
    }

    Json value(double number) throws IOException {
        return raw(String.format(Locale.ROOT, "%.3f", number));
    }

    Json value(boolean truth) throws IOException {
        return raw(Boolean.toString(truth));
    }

    /// What comes next starts on a line of its own, for whoever reads the raw text.
    Json line() {
        lineAhead = true;
        return this;
    }

    /// Ends the last line.
    void end() throws IOException {
        terminal.print("\n");
    }

    private Json raw(String value) throws IOException {
        separate();
        terminal.print(value);
        return this;
    }

    private Json opening(String bracket) throws IOException {
        raw(bracket);
        filled.push(false);
        return this;
    }

    private Json closing(String bracket) throws IOException {
        filled.pop();
        terminal.print(lineAhead ? "\n" + bracket : bracket);
        lineAhead = false;
        return this;
    }

    private void separate() throws IOException {
        if (named) {
            named = false;
            return;
        }
        var comma = filled.pop() ? "," : "";
        terminal.print(comma + (lineAhead ? "\n" : comma.isEmpty() ? "" : " "));
        lineAhead = false;
        filled.push(true);
    }

    static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (var i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    switch (Character.getType(c)) {
                        case Character.SURROGATE -> out.append("\\ufffd");
                        case Character.CONTROL,
                                Character.FORMAT,
                                Character.LINE_SEPARATOR,
                                Character.PARAGRAPH_SEPARATOR -> escape(c, out);
                        default -> out.appendCodePoint(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static void escape(int c, StringBuilder out) {
        for (var unit : Character.toChars(c)) {
            out.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
    }
}
