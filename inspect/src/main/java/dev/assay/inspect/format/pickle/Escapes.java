package dev.assay.inspect.format.pickle;

/// Python's escapes, as unpicklers read them. What is not an escape stands for itself.
final class Escapes {

    private Escapes() {}

    /// `raw-unicode-escape`: only a backslash with `u` and four digits, or with `U` and eight.
    static String unicode(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var out = new StringBuilder(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var digits = 0;
            if (raw.charAt(i) == '\\' && i + 1 < raw.length()) {
                digits = raw.charAt(i + 1) == 'u' ? 4 : raw.charAt(i + 1) == 'U' ? 8 : 0;
            }
            var code = digits == 0 ? -1 : number(raw, i + 2, digits, 16);
            if (code >= 0 && code <= Character.MAX_CODE_POINT) {
                out.appendCodePoint(code);
                i += 1 + digits;
            } else if (raw.startsWith("\\\\", i)) { // the second of a pair begins no escape
                out.append("\\\\");
                i++;
            } else {
                out.append(raw.charAt(i));
            }
        }
        return out.toString();
    }

    /// What may stand between the quotes of a byte string.
    static String bytes(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var out = new StringBuilder(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                out.append(c);
                continue;
            }
            var e = raw.charAt(++i);
            switch (e) {
                case '\n' -> {}
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'a' -> out.append((char) 7);
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'v' -> out.append((char) 11);
                case '\\', '\'', '"' -> out.append(e);
                case 'x' -> {
                    var code = number(raw, i + 1, 2, 16);
                    if (code >= 0) {
                        out.append((char) code);
                        i += 2;
                    } else {
                        out.append("\\x");
                    }
                }
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    var end = i;
                    while (end < Math.min(i + 3, raw.length()) && raw.charAt(end) >= '0' && raw.charAt(end) <= '7') {
                        end++;
                    }
                    out.append((char) (Integer.parseInt(raw, i, end, 8) & 0xff));
                    i = end - 1;
                }
                default -> out.append('\\').append(e);
            }
        }
        return out.toString();
    }

    private static int number(String raw, int from, int digits, int radix) {
        if (from + digits > raw.length()) {
            return -1;
        }
        var value = 0L;
        for (var i = from; i < from + digits; i++) {
            var digit = raw.charAt(i) < 128 ? Character.digit(raw.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value > Integer.MAX_VALUE ? -1 : (int) value;
    }
}
