package dev.assay.inspect.format.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the methods of texts, lists and dictionaries give back.
final class Methods {

    /// By these words, said to a model, its own makers turn its thinking on and off.
    private static final Set<String> SWITCHES = Set.of("detailed thinking on", "detailed thinking off");

    private final Facts facts;
    private final Folding folding;
    private final Asking asking;
    private final Scope scope;

    Methods(Facts facts, Folding folding, Asking asking, Scope scope) {
        this.facts = facts;
        this.folding = folding;
        this.asking = asking;
        this.scope = scope;
    }

    /// `on.name(given)`
    ///
    /// @param path how `on` is written if it is a variable or a field of one; empty otherwise
    Value called(Value on, String path, String name, Arguments given) {
        if (Names.leadsOut(name)) {
            facts.leaves("." + name);
            return Value.MADE;
        }
        if (Names.acts(name)) {
            facts.leaves("." + name + "()");
            if (facts.rendered()) {
                facts.calls(function(name), given.values());
            }
            return Value.MADE;
        }
        var fields = on.fields();
        var field = fields == null ? null : fields.get(name);
        if (field != null && field.function()) {
            return Value.MADE;
        }
        if (!Names.isMethod(name)) {
            if (facts.rendered() || scope.chat()) {
                facts.uses("a call of ." + name + "(), which no data has");
            }
            return Value.MADE;
        }
        return switch (name) {
            case "upper", "lower", "capitalize", "swapcase", "casefold" ->
                folding.mapped(on, it -> Folding.changed(name, it));
            case "strip", "lstrip", "rstrip" -> folding.stripped(name, on, given.values());
            case "replace" -> folding.replaced(on, given.values());
            case "removeprefix", "removesuffix", "title", "zfill", "center", "ljust", "rjust", "expandtabs" ->
                on.onlyGiven() ? on : Folding.made(on);
            case "split", "rsplit", "splitlines", "partition", "rpartition" -> folding.split(on, given.values());
            case "join" -> folding.joined(on, given.or(0, "iterable", Value.NOTHING));
            case "format" -> folding.braced(on, given.values(), given.named());
            case "format_map" -> {
                facts.leaves("a format that asks for attributes");
                yield Value.MADE;
            }
            case "encode", "decode", "translate", "maketrans", "hex" -> on.onlyGiven() ? on : Value.MADE;
            case "startswith", "endswith" -> {
                said(on.kind(Value.WORDED_KIND), given.at(0));
                yield Value.NUMBER;
            }
            case "count",
                    "find",
                    "index",
                    "rfind",
                    "rindex",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "isidentifier",
                    "islower",
                    "isnumeric",
                    "isprintable",
                    "isspace",
                    "istitle",
                    "isupper",
                    "bit_length",
                    "is_integer",
                    "changed",
                    "issubset",
                    "issuperset" -> Value.NUMBER;
            case "get", "pop", "setdefault" -> got(on, path, name, given);
            case "append", "add", "insert", "extend", "update", "union" -> more(on, path, name, given);
            case "keys" -> fields == null ? on : Value.list(List.of(keys(fields)), false);
            case "values" -> fields == null ? on : Value.list(List.of(any(fields)), false);
            case "items", "popitem" ->
                fields == null ? on : Value.list(List.of(Value.list(List.of(keys(fields), any(fields)), true)), false);
            case "copy", "sort", "reverse" -> Folding.bag(on);
            case "cycle" -> given.all();
            case "next" -> on.each();
            default -> on.onlyGiven() ? Value.GIVEN : Value.MADE;
        };
    }

    private Value got(Value on, String path, String name, Arguments given) {
        var key = given.at(0);
        if (key == null) {
            return on.each();
        }
        var otherwise = given.at(1);
        if (name.equals("setdefault") && otherwise != null) {
            var literal = key.only();
            mutates(path, literal == null ? otherwise : Value.table(Map.of(literal, otherwise)));
        }
        var it = asking.got(on, key);
        return otherwise == null ? it : it.or(otherwise);
    }

    private Value more(Value on, String path, String name, Arguments given) {
        var what = given.all();
        var added = switch (name) {
            case "extend" -> Folding.bag(Value.list(List.of(what.each()), false));
            case "update" ->
                given.named().isEmpty() ? what : Value.table(given.named()).or(Value.NOTHING);
            default -> Value.list(List.of(what), false);
        };
        mutates(path, added);
        return name.equals("union") ? Folding.bag(on.or(added)) : Value.NOTHING;
    }

    /// The variable the method was called on holds more from here on.
    private void mutates(String path, Value added) {
        var names = path.split("\\.", -1);
        if (path.isEmpty() || !scope.isSet(names[0])) {
            return;
        }
        var it = added;
        for (var i = names.length - 1; i > 0; i--) {
            it = Value.table(Map.of(names[i], it));
        }
        scope.sets(names[0], it);
    }

    /// A condition on the words of a message: what a template is told to hide for, if it hides something.
    void said(Value message, @Nullable Value words) {
        if (words != null && message.said()) {
            for (var text : words.texts()) {
                if (isSpeech(text, message.worded()) && (facts.rendered() || scope.chat())) {
                    facts.uses("words that depend on whether a message says '" + text + "'");
                }
            }
        }
    }

    /// Ordinary words, rather than the marks by which templates find their own tokens. One small word may also be the
    /// key of what is no text, unless the message has been read as one.
    private static boolean isSpeech(String text, boolean worded) {
        var stripped = text.strip();
        return stripped.length() >= 3
                && stripped.length() < 200
                && (worded || stripped.indexOf(' ') > 0 || !stripped.equals(stripped.toLowerCase(Locale.ROOT)))
                && !SWITCHES.contains(stripped)
                && Character.isLetter(stripped.codePointAt(0))
                && Character.isLetter(stripped.codePointBefore(stripped.length()))
                && stripped.chars().allMatch(it -> Character.isLetter(it) || " ,.'!?-".indexOf(it) >= 0);
    }

    private static Value keys(Map<String, Value> fields) {
        return Value.texts(fields.keySet(), false);
    }

    private static Value any(Map<String, Value> fields) {
        var any = Value.NOTHING;
        for (var it : new ArrayList<>(fields.values())) {
            any = any.or(it);
        }
        return any;
    }

    private static String function(String method) {
        return switch (method) {
            case "popen", "system", "unlink", "execv", "execve" -> "os." + method;
            case "Popen", "check_output", "check_call", "getoutput", "getstatusoutput" -> "subprocess." + method;
            case "eval", "exec", "__import__" -> "builtins." + method;
            case "import_module" -> "importlib." + method;
            case "rmtree" -> "shutil." + method;
            case "urlopen" -> "urllib.request." + method;
            case "spawn" -> "pty." + method;
            default -> "unresolved." + method;
        };
    }
}
