package dev.assay.inspect.format.text.jinja;

/// The text a string literal stands for: escapes as Python's `unicode-escape` undoes them.
final class Quoted {

    private Quoted() {}

    /// What cannot be undone stays as it is written; the engine refuses it.
    static String undone(String raw) {
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
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'v' -> text.append('\u000b');
                case '\n' -> {}
                case '\\', '\'', '"' -> text.append(escaped);
                case 'x' -> i = digits(raw, i, 2, text);
                case 'u' -> i = digits(raw, i, 4, text);
                case 'U' -> i = digits(raw, i, 8, text);
                case 'N' -> i = named(raw, i, text);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    var value = 0;
                    var end = Math.min(raw.length(), i + 3);
                    while (i < end && raw.charAt(i) >= '0' && raw.charAt(i) <= '7') {
                        value = value * 8 + raw.charAt(i++) - '0';
                    }
                    i--;
                    text.append((char) value);
                }
                default -> text.append('\\').append(escaped);
            }
        }
        return text.toString();
    }

    private static int digits(String raw, int at, int count, StringBuilder text) {
        var value = 0;
        for (var i = 1; i <= count; i++) {
            var digit = at + i < raw.length() ? Character.digit(raw.charAt(at + i), 16) : -1;
            if (digit < 0) {
                text.append('\\').append(raw.charAt(at));
                return at;
            }
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value)) {
            text.append('\\').append(raw.charAt(at));
            return at;
        }
        text.appendCodePoint(value);
        return at + count;
    }

    private static int named(String raw, int at, StringBuilder text) {
        var end = at + 1 < raw.length() && raw.charAt(at + 1) == '{' ? raw.indexOf('}', at) : -1;
        if (end > 0 && end - at < 100) {
            try {
                text.appendCodePoint(Character.codePointOf(raw.substring(at + 2, end)));
                return end;
            } catch (IllegalArgumentException unknown) {
                // stays as it is written
            }
        }
        text.append("\\N");
        return at;
    }
}
