package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/// Whether the texts of protocol 0 are spelled as writers spell them.
///
/// A text can be spelled in many ways that read the same, and in some that read differently in Python 2 and 3. Writers
/// have one way: `repr` of Python 2 for byte strings, `raw-unicode-escape` of what Latin-1 cannot say for the rest.
final class Spelled {

    private Spelled() {}

    /// What stands between quotes, as Python 2's `repr` writes it. What can be printed stands for itself, the rest
    /// for a newline and the like by a letter, or by two digits. The double quote only stands around a text that
    /// has a single one in it.
    static boolean asRepr(Tape.Slice text, char quote) {
        var bytes = text.bytes();
        var single = false;
        for (var i = 0L; i < text.length(); i++) {
            var c = bytes.get(JAVA_BYTE, i);
            if (c < ' ' || c == 127) {
                return false;
            }
            if (c == '\\') {
                var length = escape(text, i + 1, quote);
                if (length == 0) {
                    return false;
                }
                i += length;
            } else if (c == quote) {
                return false;
            }
            single |= c == '\'';
        }
        return quote == '\'' || single;
    }

    private static int escape(Tape.Slice text, long at, char quote) {
        var e = at < text.length() ? text.bytes().get(JAVA_BYTE, at) : 0;
        if (e == 'x') {
            var code = hex(text, at + 1, 2);
            return code >= 0 && (code < ' ' || code >= 127) && code != '\n' && code != '\r' && code != '\t' ? 3 : 0;
        }
        return e == 'n' || e == 'r' || e == 't' || e == '\\' || e == '\'' && quote == '\'' ? 1 : 0;
    }

    /// A line of text, in which only a backslash, what would end the line, and what Latin-1 cannot say is escaped.
    static boolean asRawUnicode(Tape.Slice line) {
        var bytes = line.bytes();
        for (var i = 0L; i < line.length(); i++) {
            if (bytes.get(JAVA_BYTE, i) != '\\') {
                continue;
            }
            var e = i + 1 < line.length() ? bytes.get(JAVA_BYTE, i + 1) : 0;
            var code = e == 'u' ? hex(line, i + 2, 4) : e == 'U' ? hex(line, i + 2, 8) : -1;
            var needed = e == 'U'
                    ? code > 0xffff
                    : code > 0xff || code == '\\' || code == '\n' || code == '\r' || code == 0 || code == 0x1a;
            if (code < 0 || !needed) {
                return false;
            }
            i += e == 'u' ? 5 : 9;
        }
        return true;
    }

    /// Lower-case digits, as writers write them; -1 if they are not.
    private static long hex(Tape.Slice text, long from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        var value = 0L;
        for (var i = from; i < from + digits; i++) {
            var c = text.bytes().get(JAVA_BYTE, i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return -1;
            }
            value = value * 16 + Character.digit(c, 16);
        }
        return value;
    }
}
