package dev.assay.judge;

import java.util.ArrayDeque;

/// What an argument of a call is, read off its text.
///
/// Findings render arguments as Python-like literals: `'echo hi'`, `b'\x00'`, `3`, `0.5`, `None`, `True`, tuples,
/// lists,
/// dicts, sets; a bare dotted name for something imported; `name(…)` for what a call made; `storage(…)` for
/// tensor bytes named by a persistent id, `persistent(…)` for any other; `…` for elided plain values, `imported…` for
/// elided ones
/// with names in them, and `?` for
/// what is not known. Text that is none of these is unknown too, and no contract accepts the unknown.
///
/// @param names whether an imported name stands anywhere in it, bare: a callable somebody else may call
/// @param objects whether it holds the result of a call
record Literal(Kind kind, boolean names, boolean objects) {

    enum Kind {
        INT,
        FLOAT,
        BOOL,
        NONE,
        TEXT,
        BYTES,
        TUPLE,
        LIST,
        DICT,
        SET,
        NAME,
        OBJECT,
        STORAGE,
        UNKNOWN
    }

    private static final Literal UNKNOWN = new Literal(Kind.UNKNOWN, false, false);

    static Literal of(String text) {
        return new Reading(text).whole();
    }

    /// Plain data through and through: nothing imported, nothing made.
    boolean data() {
        return kind != Kind.UNKNOWN && !names && !objects;
    }

    /// Whether nothing in it is unknown.
    boolean known() {
        return kind != Kind.UNKNOWN;
    }

    /// Data, or things made by calls that have findings of their own; but no bare callable.
    boolean value() {
        return kind != Kind.UNKNOWN && !names;
    }

    private static final class Reading {

        private final String text;
        private int here;
        private boolean names;
        private boolean objects;
        private boolean unknown;

        Reading(String text) {
            this.text = text;
        }

        Literal whole() {
            if (text.isEmpty()) {
                return UNKNOWN;
            }
            var first = atom();
            var closers = new ArrayDeque<Character>();
            if (here > 0 && isOpening(text.charAt(here - 1))) {
                closers.push(closing(text.charAt(here - 1)));
                inside(closers);
            }
            skipElision();
            return unknown || here != text.length() || !closers.isEmpty()
                    ? UNKNOWN
                    : new Literal(first, names, objects);
        }

        private void inside(ArrayDeque<Character> closers) {
            while (!closers.isEmpty() && here < text.length() && !unknown) {
                var c = text.charAt(here);
                if (c == closers.peek()) {
                    closers.pop();
                    here++;
                } else if (c == ',' || c == ' ' || c == ':' || c == '…') {
                    here++;
                } else {
                    var before = here;
                    atom();
                    if (here > before
                            && isOpening(text.charAt(here - 1))
                            && text.charAt(before) == text.charAt(here - 1)) {
                        closers.push(closing(text.charAt(here - 1)));
                    }
                }
            }
        }

        private Kind atom() {
            var c = text.charAt(here);
            return switch (c) {
                case '\'' -> quoted(Kind.TEXT);
                case '(' -> open(Kind.TUPLE);
                case '[' -> open(Kind.LIST);
                case '{' -> open(text.indexOf(':') > 0 || text.startsWith("{}") ? Kind.DICT : Kind.SET);
                default -> {
                    if (c == 'b' && text.startsWith("b'", here)) {
                        here++;
                        yield quoted(Kind.BYTES);
                    }
                    if (c == '-' || c >= '0' && c <= '9') {
                        yield number();
                    }
                    yield word();
                }
            };
        }

        private Kind open(Kind kind) {
            here++;
            return kind;
        }

        private Kind quoted(Kind kind) {
            for (here++; here < text.length(); here++) {
                var c = text.charAt(here);
                if (c == '\\') {
                    here++;
                } else if (c == '\'') {
                    here++;
                    skipElision();
                    return kind;
                }
            }
            unknown = true;
            return Kind.UNKNOWN;
        }

        private void skipElision() {
            while (here < text.length() && text.charAt(here) == '…') {
                here++;
            }
        }

        private Kind number() {
            var start = here++;
            while (here < text.length() && "0123456789.e+-".indexOf(text.charAt(here)) >= 0) {
                here++;
            }
            var digits = text.substring(start, here);
            if (digits.equals("-") && text.startsWith("inf", here)) {
                here += 3;
                return Kind.FLOAT;
            }
            return digits.chars().allMatch(d -> d == '-' || d >= '0' && d <= '9') ? Kind.INT : Kind.FLOAT;
        }

        private Kind word() {
            var start = here;
            while (here < text.length()
                    && (Character.isUnicodeIdentifierPart(text.charAt(here))
                            || ".<>".indexOf(text.charAt(here)) >= 0)) {
                here++;
            }
            var word = text.substring(start, here);
            var known = switch (word) {
                case "None" -> Kind.NONE;
                case "True", "False", "bool" -> Kind.BOOL;
                case "int" -> Kind.INT;
                case "float", "nan", "inf" -> Kind.FLOAT;
                case "text" -> Kind.TEXT;
                case "bytes" -> Kind.BYTES;
                default -> Kind.UNKNOWN;
            };
            if (known != Kind.UNKNOWN) {
                return known;
            }
            if (word.equals("imported")) {
                names = true;
                return Kind.NAME;
            }
            if (word.isEmpty()) {
                unknown = true;
                here = Math.min(here + 1, text.length());
                return Kind.UNKNOWN;
            }
            if (here < text.length() && text.charAt(here) == '(') {
                return made(word);
            }
            if (word.indexOf('.') <= 0) {
                unknown = true;
                return Kind.UNKNOWN;
            }
            names = true;
            return Kind.NAME;
        }

        private Kind made(String maker) {
            var depth = 0;
            while (here < text.length()) {
                var c = text.charAt(here);
                if (c == '\'') {
                    quoted(Kind.TEXT);
                    continue;
                }
                here++;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0) {
                    if (maker.equals("persistent")) {
                        unknown = true;
                        return Kind.UNKNOWN;
                    }
                    objects = true;
                    return maker.equals("storage") ? Kind.STORAGE : Kind.OBJECT;
                }
            }
            unknown = true;
            return Kind.UNKNOWN;
        }

        private static boolean isOpening(char c) {
            return c == '(' || c == '[' || c == '{';
        }

        private static char closing(char opening) {
            return opening == '(' ? ')' : opening == '[' ? ']' : '}';
        }
    }
}
