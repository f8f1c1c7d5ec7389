package dev.assay.inspect.format.pickle;

import java.lang.foreign.ValueLayout;
import java.util.List;

/// Values as short Python-like literals, whatever their size: some of the elements, some of the text, and `…` for more.
///
/// What is elided is plain; where it holds a bare name, `imported…` stands instead, where it is not known, `?`.
final class Rendering {

    private static final int LONGEST_TEXT = 120;
    private static final int DEEPEST = 4;

    private final StringBuilder out = new StringBuilder();
    private int left;

    private Rendering(int nodes) {
        this.left = nodes;
    }

    static String of(Value value) {
        var rendering = new Rendering(24);
        rendering.value(value, 0);
        return rendering.out.toString();
    }

    /// Names come from the attacker; what cannot be printed is escaped.
    static String printable(String name) {
        var rendering = new Rendering(0);
        rendering.characters(name.length() > 512 ? name.substring(0, 512) : name, '\0');
        return name.length() > 512 ? rendering.out + "…" : rendering.out.toString();
    }

    /// Whether a name is dotted identifiers, and so cannot be mistaken for anything else where it is printed bare.
    static boolean isClear(String name) {
        var dots = 0;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var first = i == 0 || name.charAt(i - 1) == '.';
            if (c == '.') {
                if (first) {
                    return false;
                }
                dots++;
            } else if (!(first
                    ? c == '<' || Character.isUnicodeIdentifierStart(c) || c == '_'
                    : c == '<'
                            || c == '>'
                            || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c))) {
                return false;
            }
        }
        return dots > 0 && !name.endsWith(".");
    }

    private void value(Value value, int depth) {
        left--;
        switch (value) {
            case Value.Plain it ->
                out.append(
                        switch (it) {
                            case NONE -> "None";
                            case TRUE -> "True";
                            case FALSE -> "False";
                        });
            case Value.Mark it -> out.append('?');
            case Value.Int it -> out.append(it.fits() ? Long.toString(it.number()) : "int");
            case Value.Real it -> out.append(real(it.number()));
            case Value.Text it ->
                quoted(it.slice().text(LONGEST_TEXT), it.slice().length() > LONGEST_TEXT);
            case Value.Folded it -> quoted(it.text(), false);
            case Value.Bytes it -> bytes(it.slice());
            case Value.Name it -> out.append(it.clear() ? it.full() : "?");
            case Value.Made it -> out.append(it.clear ? it.maker + "(…)" : "?");
            case Value.Persistent it -> persistent(it, depth);
            case Value.Unknown it -> out.append('?');
            case Value.Box it -> box(it, depth);
        }
    }

    private static String real(double number) {
        return Double.isNaN(number)
                ? "nan"
                : Double.isInfinite(number)
                        ? number < 0 ? "-inf" : "inf"
                        : Double.toString(number).replace("E", "e");
    }

    private void persistent(Value.Persistent it, int depth) {
        var storage = it.storage();
        if (storage == null) {
            out.append("persistent(");
            if (depth < DEEPEST && left > 0) {
                value(it.id(), depth + 1);
            }
            out.append(')');
        } else {
            out.append("storage(")
                    .append(storage.type().clear() ? storage.type().full() : "?");
            out.append(", ");
            quoted(storage.key(), false);
            out.append(", ");
            quoted(storage.location(), false);
            out.append(", ").append(storage.count()).append(')');
        }
    }

    private void box(Value.Box it, int depth) {
        var dict = it.kind == Value.Box.Kind.DICT;
        var open = switch (it.kind) {
            case TUPLE -> "(";
            case LIST -> "[";
            case DICT, SET -> "{";
        };
        out.append(open);
        var shown = 0;
        var written = out.length();
        if (depth < DEEPEST) {
            List<Value> kept = it.kept;
            for (var i = 0; i < kept.size() && left > 0 && shown < 8; i += dict ? 2 : 1) {
                if (shown++ > 0) {
                    out.append(", ");
                }
                value(kept.get(i), depth + 1);
                if (dict && i + 1 < kept.size()) {
                    out.append(": ");
                    value(kept.get(i + 1), depth + 1);
                }
            }
        }
        if (shown < it.count) {
            out.append(out.length() > written ? ", " : "");
            out.append(elided(it.holds()));
        }
        if (it.kind == Value.Box.Kind.TUPLE && it.count == 1) {
            out.append(',');
        }
        out.append(it.kind == Value.Box.Kind.TUPLE ? ")" : it.kind == Value.Box.Kind.LIST ? "]" : "}");
    }

    private static String elided(int holds) {
        if ((holds & Value.UNKNOWN) != 0) {
            return "?";
        }
        if ((holds & Value.NAMES) != 0) {
            return "imported…";
        }
        return (holds & Value.OBJECTS) != 0 ? "made(…)" : "…";
    }

    private void quoted(String text, boolean more) {
        out.append('\'');
        characters(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text, '\'');
        out.append('\'');
        if (more || text.length() > LONGEST_TEXT) {
            out.append('…');
        }
    }

    private void bytes(Tape.Slice slice) {
        out.append("b'");
        var shown = Math.min(slice.length(), 24);
        for (var i = 0; i < shown; i++) {
            var b = Byte.toUnsignedInt(slice.bytes().get(ValueLayout.JAVA_BYTE, i));
            if (b >= 32 && b < 127 && b != '\'' && b != '\\') {
                out.append((char) b);
            } else {
                out.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        out.append('\'');
        if (shown < slice.length()) {
            out.append('…');
        }
    }

    private void characters(String text, char quote) {
        text.codePoints().forEach(c -> {
            if (c == quote && quote != 0 || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= 32 && c < 127 || c > 127 && Character.isLetterOrDigit(c)) {
                out.appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else {
                out.append(
                        c < 256 ? "\\x%02x".formatted(c) : c < 65536 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
            }
        });
    }
}
