package dev.assay.inspect.format.text;

/// The escapes of a Python string literal, undone.
final class Escapes {

    private Escapes() {}

    /// What cannot be undone (`\N{…}`, a broken escape) stays as it is written.
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
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '\n' -> {}
                case 'x' -> i = hex(raw, i, 2, text);
                case 'u' -> i = hex(raw, i, 4, text);
                case 'U' -> i = hex(raw, i, 8, text);
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
                default -> text.append('\\').append(escaped);
            }
        }
        return text.toString();
    }

    private static int hex(String raw, int at, int digits, StringBuilder text) {
        if (at + digits < raw.length()) {
            var value = 0;
            for (var i = 1; i <= digits; i++) {
                var digit = Character.digit(raw.charAt(at + i), 16);
                if (digit < 0) {
                    text.append('\\').append(raw.charAt(at));
                    return at;
                }
                value = value << 4 | digit;
            }
            if (Character.isValidCodePoint(value)) {
                text.appendCodePoint(value);
                return at + digits;
            }
        }
        text.append('\\').append(raw.charAt(at));
        return at;
    }
}
