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
        return new Value.Text(prefix.indexOf('r') >= 0 ? raw : undone(raw, bytes), bytes, "");
    }

    /// Escapes undone. What cannot be undone (`\N{…}`, a broken escape) stays as it is written.
    private static String undone(String raw, boolean bytes) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var text = new StringBuilder();
        for (var i = 0; i < raw.length(); i++) {
            var it = raw.charAt(i);
            if (it != '\\' || i + 1 == raw.length()) {
                text.append(it);
                continue;
            }
            var escaped = raw.charAt(++i);
            switch (escaped) {
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'v' -> text.append('\u000b');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '\n' -> {}
                case '\r' -> i += i + 1 < raw.length() && raw.charAt(i + 1) == '\n' ? 1 : 0;
                case 'x' -> i = hex(raw, i, 2, text);
                case 'u' -> i = bytes ? kept(raw, i, text) : hex(raw, i, 4, text);
                case 'U' -> i = bytes ? kept(raw, i, text) : hex(raw, i, 8, text);
                case 'N' -> i = bytes ? kept(raw, i, text) : named(raw, i, text);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    var value = 0;
                    var end = Math.min(raw.length(), i + 3);
                    while (i < end && raw.charAt(i) >= '0' && raw.charAt(i) <= '7') {
                        value = value * 8 + raw.charAt(i++) - '0';
                    }
                    i--;
                    text.append((char) value);
                }
                case '\\', '\'', '"' -> text.append(escaped);
                default -> i = kept(raw, i, text);
            }
        }
        return text.toString();
    }

    private static int kept(String raw, int at, StringBuilder text) {
        text.append('\\').append(raw.charAt(at));
        return at;
    }

    private static int named(String raw, int at, StringBuilder text) {
        var close = raw.indexOf('}', at);
        if (at + 1 >= raw.length() || raw.charAt(at + 1) != '{' || close < 0) {
            return kept(raw, at, text);
        }
        try {
            text.appendCodePoint(Character.codePointOf(raw.substring(at + 2, close)));
            return close;
        } catch (IllegalArgumentException unheardOf) {
            return kept(raw, at, text);
        }
    }

    private static int hex(String raw, int at, int digits, StringBuilder text) {
        if (at + digits < raw.length()) {
            var value = 0;
            for (var i = 1; i <= digits; i++) {
                var digit = Character.digit(raw.charAt(at + i), 16);
                if (digit < 0) {
                    return kept(raw, at, text);
                }
                value = value << 4 | digit;
            }
            if (Character.isValidCodePoint(value)) {
                text.appendCodePoint(value);
                return at + digits;
            }
        }
        return kept(raw, at, text);
    }
}
