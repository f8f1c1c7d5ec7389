package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Named;
import dev.assay.inspect.source.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How Python gets at its own names: `getattr`, `__import__`, tables of modules and names, getters, and
/// source that is executed.
///
/// A name that is put together to be asked of a powerful module is said to be, even where we know what it
/// comes to.
final class Introspection {

    private static final Set<String> IMPORTERS = Set.of(
            "__import__", "importlib.import_module", "importlib.__import__", "pydoc.locate", "pkgutil.resolve_name");

    private final Interpreter interpreter;
    private final Calls calls;

    Introspection(Interpreter interpreter, Calls calls) {
        this.interpreter = interpreter;
        this.calls = calls;
    }

    /// Functions whose answer depends on where they are called.
    @Nullable
    Value scoped(Value callee, Arguments given, Scope scope) {
        if (!(callee instanceof Named it)) {
            return null;
        }
        return switch (Acts.canonical(it.name())) {
            case "globals", "locals" -> new Value.Names(new Named("globals"));
            case "vars", "dir" -> given.size() == 0 ? new Value.Names(new Named("globals")) : null;
            case "super" -> Value.UNKNOWN;
            default -> null;
        };
    }

    /// What a function of this kind gives, or null if it is none.
    @Nullable
    Value named(String name, Arguments given, Site site) {
        if (IMPORTERS.contains(name)) {
            return imported(name, given, site);
        }
        return switch (name) {
            case "getattr", "object.__getattribute__", "type.__getattribute__", "inspect.getattr_static" ->
                attribute(name, given, site);
            case "setattr" -> {
                if (Acts.isPowerful(given.get(0))) {
                    calls.act(site.at(), name, "", name + calls.shown(site, given), false);
                }
                yield Value.UNKNOWN;
            }
            case "vars" -> new Value.Names(given.get(0));
            case "exec", "eval", "execfile" -> executed(name, given, site);
            case "compile" -> {
                calls.act(site.at(), name, "", name + calls.shown(site, given), false);
                yield given.get(0, "source") instanceof Text text
                        ? new Value.Code(text)
                        : new Value.Unknown(Acts.origin(given.all()));
            }
            case "functools.partial", "functools.partialmethod" ->
                given.size() == 0
                        ? Value.UNKNOWN
                        : new Value.Partial(given.get(0), given.from(1).positional());
            case "operator.attrgetter", "operator.itemgetter" -> new Value.Getter(name, given.positional());
            case "operator.methodcaller" -> new Value.Getter(name, given.positional());
            case "sys.modules.get", "sys.modules.__getitem__", "sys.modules.pop" ->
                item(new Named("sys.modules"), given.get(0), site, null);
            case "map", "filter", "itertools.starmap" -> mapped(given, site);
            case "staticmethod",
                    "classmethod",
                    "property",
                    "functools.wraps",
                    "functools.lru_cache",
                    "functools.cache" -> given.size() == 1 ? given.get(0) : Value.UNKNOWN;
            default ->
                name.endsWith(".__getattribute__") || name.endsWith(".__getattr__")
                        ? attribute(
                                name, given.after(List.of(new Named(name.substring(0, name.lastIndexOf('.'))))), site)
                        : null;
        };
    }

    private Value imported(String name, Arguments given, Site site) {
        Value result = null;
        for (var it : Value.alternatives(given.get(0, "name"))) {
            var module = it instanceof Text text ? text.chars().replace(':', '.') : null;
            if (!site.known() || module == null) {
                var powerful = module != null && Acts.isPowerful(new Named(module));
                calls.act(
                        site.at(), name, "", name + calls.shown(site, given), !name.equals("__import__") && !powerful);
            }
            var dot = module == null || !name.equals("__import__") ? -1 : module.indexOf('.');
            var found = module == null
                    ? Value.UNKNOWN
                    : new Named(dot > 0 && !given.has(3, "fromlist") ? module.substring(0, dot) : module);
            result = result == null ? found : Value.either(result, found);
        }
        return result == null ? Value.UNKNOWN : result;
    }

    private Value attribute(String function, Arguments given, Site site) {
        var of = given.get(0);
        Value result = given.size() > 2 ? given.get(2) : null;
        for (var name : Value.alternatives(given.get(1))) {
            for (var one : Value.alternatives(of)) {
                if (Acts.isPowerful(one)
                        && (!site.known() && !isNamedPlainly(one, name, given, site) || !(name instanceof Text))) {
                    calls.act(site.at(), function, "", function + calls.shown(site, given), false);
                }
                var found =
                        name instanceof Text text ? interpreter.evaluation.attribute(one, text.chars()) : Value.UNKNOWN;
                if (name instanceof Text text && (isStart(one, text) || Acts.isInner(text.chars()))) {
                    calls.act(site.at(), function, "", function + calls.shown(site, given), false);
                }
                result = result == null ? found : Value.either(result, found);
            }
        }
        return result == null ? Value.UNKNOWN : result;
    }

    /// `getattr(os, 'name')` as it is written, with nothing put together.
    private boolean isNamedPlainly(Value of, Value name, Arguments given, Site site) {
        return of instanceof Named it
                && name instanceof Text text
                && text.how().isEmpty()
                && given.size() >= 2
                && interpreter
                        .source
                        .shown(site.open(), site.end())
                        .matches("(?s)\\(\\s*" + Pattern.quote(it.name()) + "\\s*,\\s*['\"]\\w+['\"]\\s*[,)].*");
    }

    /// Whether something is asked for what starts a program, and we do not know that it is another thing
    /// of that name.
    private static boolean isStart(Value of, Text name) {
        return Acts.starts(name.chars()) && !of.equals(new Named("platform"));
    }

    /// What runs source, with that source read as well if it is known.
    private Value executed(String name, Arguments given, Site site) {
        var sense = "";
        for (var it : Value.alternatives(given.get(0, "source"))) {
            var text = it instanceof Text plain ? plain : it instanceof Value.Code code ? code.source() : null;
            if (text != null) {
                sense = text.how().isEmpty() ? sense : "executing text decoded from " + text.how();
            } else if (sense.isEmpty()) {
                sense = Acts.sense(name, given);
            }
        }
        calls.act(site.at(), name, sense, name + calls.shown(site, given), false);
        Value result = null;
        for (var it : Value.alternatives(given.get(0, "source"))) {
            var text = it instanceof Text plain ? plain : it instanceof Value.Code code ? code.source() : null;
            if (text != null && !name.equals("execfile") && !text.how().endsWith("marshal")) {
                interpreter.nested(text.chars(), site.at());
            }
            if (name.equals("eval") && text != null && text.chars().strip().matches("[A-Za-z_][\\w.]*")) {
                result = named(text.chars().strip());
            }
        }
        return result == null ? Value.UNKNOWN : result;
    }

    private Value named(String dotted) {
        var parts = List.of(dotted.split("\\.", -1));
        var value = interpreter.module.find(parts.getFirst());
        var result = value == null ? new Named(parts.getFirst()) : value;
        for (var part : parts.subList(1, parts.size())) {
            result = interpreter.evaluation.attribute(result, part);
        }
        return result;
    }

    private Value mapped(Arguments given, Site site) {
        var items = Folding.items(given.get(1));
        if (items.isEmpty()
                || given.size() != 2
                || items.get().size() > 20_000
                || !interpreter.spends(items.get().size())) {
            if (given.get(0) instanceof Named || given.get(0) instanceof Value.Either) {
                calls.apply(given.get(0), Arguments.of(Value.UNKNOWN), site);
            }
            return new Value.Unknown(Acts.origin(given.all()));
        }
        var results = items.get().stream()
                .map(it -> calls.apply(given.get(0), Arguments.of(it), site))
                .toList();
        return new Value.Items(Value.Kind.LIST, results);
    }

    Value get(Value.Getter it, Arguments given, Site site) {
        var first = it.arguments().isEmpty() ? Value.UNKNOWN : it.arguments().getFirst();
        var of = given.get(0);
        if (it.kind().endsWith("itemgetter")) {
            return item(of, first, site, null);
        }
        if (!(first instanceof Text path)) {
            if (Acts.isPowerful(of)) {
                calls.act(site.at(), it.kind(), "", it.kind() + "(?)" + calls.shown(site, given), false);
            }
            return Value.UNKNOWN;
        }
        if (isStart(of, path) || Acts.isInner(path.chars())) {
            calls.act(site.at(), it.kind(), "", it.kind() + "('" + Source.shown(path.chars(), 60) + "')", false);
        }
        var value = of;
        for (var name : path.chars().split("\\.", -1)) {
            value = interpreter.evaluation.attribute(value, name);
        }
        return it.kind().endsWith("methodcaller")
                ? calls.apply(
                        value,
                        new Arguments(it.arguments().subList(1, it.arguments().size()), Map.of(), true),
                        site)
                : value;
    }

    /// `container[key]`, where the container may be a table of modules or of names.
    Value item(Value container, Value key, Site site, @Nullable Scope scope) {
        if (container instanceof Named it && it.name().equals("sys.modules")) {
            if (key instanceof Text text) {
                if (!site.known()) {
                    calls.act(
                            site.at(),
                            "sys.modules",
                            "",
                            "sys.modules[" + Rendering.constant(text) + "]",
                            !Acts.isPowerful(new Named(text.chars())));
                }
                return new Named(text.chars());
            }
            return new Named(Acts.SOME_MODULE);
        }
        if (container instanceof Named it && Acts.isPowerful(it)) {
            return item(new Value.Names(it), key, site, scope);
        }
        if (container instanceof Value.Names names) {
            if (!(key instanceof Text text)) {
                if (Acts.isPowerful(names.of())) {
                    calls.act(site.at(), "vars", "", "vars(" + shown(names.of()) + ")[…]", false);
                }
                return Value.UNKNOWN;
            }
            if (names.of().equals(new Named("globals"))) {
                var found = (scope == null ? interpreter.module : scope).find(text.chars());
                return found != null
                        ? found
                        : text.chars().equals("__builtins__") ? new Named("builtins") : new Named(text.chars());
            }
            if (!site.known() && Acts.isPowerful(names.of())) {
                calls.act(
                        site.at(),
                        "vars",
                        "",
                        "vars(" + shown(names.of()) + ")[" + Rendering.constant(text) + "]",
                        false);
            }
            return interpreter.evaluation.attribute(names.of(), text.chars());
        }
        var folded = Folding.subscript(container, key);
        return folded != null ? folded : new Value.Unknown(Acts.origin(container));
    }

    private static String shown(Value of) {
        return of instanceof Named it ? it.name() : "…";
    }
}
