package dev.assay.inspect.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;

/// What literals say; section 2.4 of the reference manual.
final class Literals {

    /// What is longer is not read: nobody needs it for a command, and we would have to keep it.
    private static final int LONGEST = 4 << 20;

    private Literals() {}

    static Value number(String word) {
        var digits = word.replace("_", "");
        try {
            if (digits.length() > 1 && digits.charAt(0) == '0') {
                return switch (digits.charAt(1)) {
                    case 'x', 'X' -> new Value.Whole(Long.parseLong(unsuffixed(digits.substring(2)), 16));
                    case 'o', 'O' -> new Value.Whole(Long.parseLong(digits.substring(2), 8));
                    case 'b', 'B' -> new Value.Whole(Long.parseLong(digits.substring(2), 2));
                    case '0', '1', '2', '3', '4', '5', '6', '7' ->
                        new Value.Whole(Long.parseLong(unsuffixed(digits), 8));
                    default -> new Value.Word(word);
                };
            }
            return new Value.Whole(Long.parseLong(unsuffixed(digits)));
        } catch (NumberFormatException large) {
            return new Value.Word(word);
        }
    }

    private static String unsuffixed(String digits) {
        return digits.endsWith("L") || digits.endsWith("l") ? digits.substring(0, digits.length() - 1) : digits;
    }

    /// A string literal with its prefix and quotes.
    static Value string(MemorySegment text, Token token) {
        var from = token.at() + token.text().length();
        var quote = text.get(JAVA_BYTE, from);
        var triple = token.end() - from >= 6
                && text.get(JAVA_BYTE, from + 1) == quote
                && text.get(JAVA_BYTE, from + 2) == quote;
        var quotes = triple ? 3 : 1;
        return read(text, from + quotes, token.end() - quotes, token.text());
    }

    /// A piece of a formatted string, in which braces stand doubled.
    static Value piece(MemorySegment text, Token token) {
        return read(text, token.at(), token.end(), token.text()) instanceof Value.Text it
                ? Value.text(it.chars().replace("{{", "{").replace("}}", "}"))
                : Value.UNKNOWN;
    }

    private static Value read(MemorySegment text, long from, long to, String prefix) {
        if (to - from > LONGEST) {
            return Value.UNKNOWN;
        }
        var bytes = prefix.indexOf('b') >= 0;
        var raw = new String(text.asSlice(from, to - from).toArray(JAVA_BYTE), bytes ? ISO_8859_1 : UTF_8);
        return new Value.Text(prefix.indexOf('r') >= 0 ? raw : Escapes.undone(raw, bytes), bytes, "");
    }
}
