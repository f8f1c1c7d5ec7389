package dev.assay.inspect.source;

/// The escapes of a Python string literal, undone; section 2.5.1.1 of the reference manual. Templates have the same,
/// and
/// the quoted texts of YAML nearly so.
public final class Escapes {

    private Escapes() {}

    /// What cannot be undone (a broken escape, a character nobody has named) stays as it is written.
    ///
    /// @param bytes whether it is the literal of a byte string, which has no escapes for the rest of Unicode
    public static String undone(String raw, boolean bytes) {
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
