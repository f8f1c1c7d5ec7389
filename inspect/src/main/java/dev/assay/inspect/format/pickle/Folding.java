package dev.assay.inspect.format.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The results of calls that only put names, texts and bytes together, so that a name is known however it was spelled.
final class Folding {

    private static final int LONGEST = 1 << 20;

    /// Characters that may be put together in one stream, in all: folding must not outgrow the stream it folds.
    private long budget = 32L << 20;

    /// The result of this call, or null if it is not one of those.
    @Nullable
    Value of(String function, List<Value> arguments, long at) {
        var first = arguments.isEmpty() ? null : arguments.get(0);
        var second = arguments.size() < 2 ? null : arguments.get(1);
        var text = first == null ? null : whole(first);
        var other = second == null ? null : whole(second);
        return switch (function) {
            case "builtins.getattr", "__builtin__.getattr", "inspect.getattr_static" ->
                first instanceof Value.Name name && other != null ? attribute(name, other) : null;
            case "operator.getitem", "_operator.getitem", "builtins.dict.get", "builtins.dict.__getitem__" ->
                first instanceof Value.Name name && other != null ? item(name, other) : null;
            case "builtins.vars", "__builtin__.vars" ->
                first instanceof Value.Name name ? attribute(name, "__dict__") : null;
            case "numpy.core._ufunc_reconstruct", "numpy._core._ufunc_reconstruct" ->
                text != null && other != null ? name(text + "." + other, at) : null;
            case "importlib.import_module",
                    "builtins.__import__",
                    "__builtin__.__import__",
                    "importlib.__import__",
                    "cloudpickle.cloudpickle.subimport",
                    "cloudpickle.subimport" -> text == null ? null : name(text, at);
            case "pkgutil.resolve_name", "pydoc.locate" -> text == null ? null : name(text.replace(':', '.'), at);
            case "operator.add",
                    "operator.concat",
                    "operator.iadd",
                    "operator.iconcat",
                    "_operator.add",
                    "_operator.concat",
                    "_operator.iadd",
                    "_operator.iconcat",
                    "builtins.str.__add__" -> text != null && other != null ? folded(text + other) : null;
            case "builtins.str.join" -> text != null && second != null ? joined(text, second) : null;
            case "builtins.str", "builtins.str.strip" -> text == null ? null : folded(text);
            case "builtins.str.lower" -> text == null ? null : folded(text.toLowerCase(Locale.ROOT));
            case "builtins.bytes.decode", "codecs.decode", "_codecs.decode" -> decoded(first, text, other);
            case "_codecs.encode", "codecs.encode", "builtins.str.encode" ->
                text != null && (other == null || other.matches("(?i)latin[-_]?1|iso-?8859-1|ascii|utf-?8"))
                        ? bytes(text.getBytes(ISO_8859_1), at)
                        : null;
            case "base64.b64decode", "base64.standard_b64decode", "base64.decodebytes", "binascii.a2b_base64" -> {
                var encoded = text != null ? text : first instanceof Value.Bytes it ? latin(it) : null;
                yield encoded == null ? null : base64(encoded, at);
            }
            case "builtins.bytes.fromhex", "binascii.unhexlify", "binascii.a2b_hex", "builtins.bytearray.fromhex" -> {
                var encoded = text != null ? text : first instanceof Value.Bytes it ? latin(it) : null;
                yield encoded == null ? null : hex(encoded, at);
            }
            default -> null;
        };
    }

    static Value.Name attribute(Value.Name of, String name) {
        return name(of.full() + "." + name, of.at());
    }

    /// What stands under this key in a dictionary that is known by name: the table of modules, or a module's own.
    private static Value.@Nullable Name item(Value.Name of, String key) {
        if (of.full().equals("sys.modules")) {
            return name(key, of.at());
        }
        return of.full().endsWith(".__dict__")
                ? name(of.full().substring(0, of.full().length() - "__dict__".length()) + key, of.at())
                : null;
    }

    static Value.Name name(String full, long at) {
        return new Value.Name(full, at, Rendering.isClear(full));
    }

    /// The text a value is, however long, while the budget lasts.
    private @Nullable String whole(Value value) {
        var length = switch (value) {
            case Value.Text it -> it.slice().length();
            case Value.Folded it -> it.text().length();
            default -> 0;
        };
        budget -= length;
        if (budget < 0) {
            return null;
        }
        return switch (value) {
            case Value.Text it -> it.slice().text();
            case Value.Folded it -> it.text();
            default -> null;
        };
    }

    private @Nullable Value joined(String separator, Value parts) {
        if (!(parts instanceof Value.Box box) || box.kept.size() != box.count || box.kind == Value.Box.Kind.DICT) {
            return null;
        }
        var out = new StringBuilder();
        for (var i = 0; i < box.kept.size() && out.length() < LONGEST; i++) {
            var part = whole(box.kept.get(i));
            if (part == null) {
                return null;
            }
            out.append(i == 0 ? "" : separator).append(part);
        }
        return folded(out.toString());
    }

    private @Nullable Value decoded(@Nullable Value first, @Nullable String text, @Nullable String codec) {
        if (text != null && codec != null && codec.matches("rot_?-?13")) {
            var out = new StringBuilder();
            text.chars().forEach(c -> {
                var base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
                out.append((char) (base == 0 ? c : base + (c - base + 13) % 26));
            });
            return folded(out.toString());
        }
        return first instanceof Value.Bytes bytes && (codec == null || codec.matches("(?i)latin[-_]?1|ascii|utf-?8"))
                ? folded(latin(bytes))
                : null;
    }

    private String latin(Value.Bytes bytes) {
        budget -= Math.min(bytes.slice().length(), LONGEST);
        if (budget < 0) {
            return "";
        }
        return bytes.slice().as(Tape.Writing.LATIN_1).text();
    }

    private static @Nullable Value base64(String text, long at) {
        try {
            return bytes(Base64.getMimeDecoder().decode(text), at);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static @Nullable Value hex(String text, long at) {
        try {
            return bytes(HexFormat.of().parseHex(text.strip()), at);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static Value bytes(byte[] content, long at) {
        return new Value.Bytes(Tape.Slice.of(content, at, Tape.Writing.LATIN_1));
    }

    private static Value folded(String text) {
        return new Value.Folded(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }
}
