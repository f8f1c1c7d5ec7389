package dev.assay.inspect.source;

import dev.assay.inspect.shell.Shell;
import dev.assay.inspect.source.Value.ClassOf;
import dev.assay.inspect.source.Value.Function;
import dev.assay.inspect.source.Value.Items;
import dev.assay.inspect.source.Value.Named;
import dev.assay.inspect.source.Value.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a call does and gives: of a function of this source, of a constant's method, of something of
/// another module.
final class Calls {

    /// Call what they are given, at once or soon.
    private static final Set<String> CALLERS = Set.of(
            "map",
            "filter",
            "sorted",
            "max",
            "min",
            "reduce",
            "functools.reduce",
            "itertools.starmap",
            "atexit.register",
            "threading.Thread",
            "threading.Timer",
            "multiprocessing.Process",
            "asyncio.run",
            "asyncio.create_task",
            "signal.signal",
            "weakref.finalize",
            "timeit.timeit",
            "any",
            "all",
            "next",
            "iter");

    /// Methods that do.
    private static final Set<String> HANDERS =
            Set.of("submit", "apply", "apply_async", "run_in_executor", "map", "starmap");

    private final Interpreter interpreter;
    private final Evaluation evaluation;
    private final Introspection introspection;

    Calls(Interpreter interpreter, Evaluation evaluation) {
        this.interpreter = interpreter;
        this.evaluation = evaluation;
        this.introspection = new Introspection(interpreter, this);
    }

    Value call(Expression.Call it, Scope scope) {
        var callee = evaluation.value(it.callee(), scope);
        var checks = callee instanceof Named named
                && (named.name().equals("isinstance") || named.name().equals("issubclass"));
        var arguments = arguments(it.arguments(), scope, checks);
        var known = it.arguments().stream().allMatch(one -> isPlain(one.value()));
        var site = new Site(it.at(), it.open(), it.end(), known);
        if (it.callee() instanceof Expression.Attribute method) {
            mutates(method, callee, arguments, scope);
            computed(method, callee, arguments, site);
        }
        if (callee instanceof Value.Unknown) {
            interpreter.journal.callsSome(interpreter.here, simple(it.callee()));
        }
        var result = introspection.scoped(callee, arguments, scope);
        return result != null ? result : apply(callee, arguments, site);
    }

    private static boolean isPlain(Expression argument) {
        return argument instanceof Expression.Constant
                || argument instanceof Expression.Display it
                        && it.items().stream().allMatch(Calls::isPlain);
    }

    private static String simple(Expression callee) {
        return switch (callee) {
            case Expression.Name it -> it.id();
            case Expression.Attribute it -> it.name();
            default -> "";
        };
    }

    private Arguments arguments(List<Expression.Argument> given, Scope scope, boolean checks) {
        var positional = new ArrayList<Value>();
        var named = new LinkedHashMap<String, Value>();
        var open = false;
        for (var it : given) {
            var value = checks ? evaluation.value(it.value(), scope) : evaluation.used(it.value(), scope);
            if (Acts.isKey(value)) {
                var key = Folding.chars(value, "");
                act(it.value().at(), key, "", "'" + key + "'", false);
            }
            switch (it.keyword()) {
                case "" -> positional.add(value);
                case "*" -> {
                    if (value instanceof Items items) {
                        positional.addAll(items.items());
                    } else {
                        positional.add(Value.UNKNOWN);
                        open = true;
                    }
                }
                case "**" -> {
                    if (value instanceof Value.Table table) {
                        named.putAll(table.entries());
                    }
                    open = true;
                }
                default -> named.put(it.keyword(), value);
            }
        }
        return new Arguments(positional, named, open);
    }

    /// `name.append(x)` and its kin change a list that is known, or make it unknown.
    private void mutates(Expression.Attribute method, Value callee, Arguments given, Scope scope) {
        if (!(callee instanceof Value.Bound bound)
                || !(method.of() instanceof Expression.Name name)
                || scope.find(name.id()) == null) {
            return;
        }
        if (bound.of() instanceof Items items) {
            var changed = new ArrayList<>(items.items());
            switch (bound.method()) {
                case "append" -> changed.add(given.get(0));
                case "extend" -> changed.addAll(Operators.spread(given.get(0)));
                case "reverse" -> Collections.reverse(changed);
                case "copy", "index", "count", "__getitem__" -> {
                    return;
                }
                default -> {
                    scope.give(name.id(), Value.UNKNOWN, true);
                    return;
                }
            }
            scope.give(
                    name.id(),
                    changed.size() > 100_000 ? Value.UNKNOWN : new Items(items.kind(), changed),
                    interpreter.isCertain());
        } else if (bound.of() instanceof Value.Table
                && Set.of("update", "setdefault", "clear", "pop").contains(bound.method())) {
            scope.give(name.id(), Value.UNKNOWN, true);
        }
    }

    /// A method that starts a program, of something that was worked out: `(…).system(…)`.
    private void computed(Expression.Attribute method, Value callee, Arguments given, Site site) {
        if (!Acts.starts(method.name()) || callee instanceof Named it && Acts.isAlways(it.name())) {
            return;
        }
        var chain = method.of();
        while (chain instanceof Expression.Attribute it) {
            chain = it.of();
        }
        var followed = chain instanceof Expression.Name;
        var unknown = callee instanceof Value.Unknown && given.all().stream().anyMatch(one -> one instanceof Text);
        if (!followed || unknown && !method.name().startsWith("spawn")) {
            act(site.at(), "…." + method.name(), "", "…." + method.name() + shown(site, given), false);
        }
    }

    /// Calls a value.
    Value apply(Value callee, Arguments given, Site site) {
        return switch (callee) {
            case Value.Either it ->
                it.values().stream()
                        .map(one -> apply(one, given, site))
                        .reduce(Value::either)
                        .orElse(Value.UNKNOWN);
            case Function it -> interpreter.invoke(it, given);
            case ClassOf it -> made(it, given);
            case Value.Instance it -> {
                var call = evaluation.attribute(it, "__call__");
                yield call instanceof Value.Partial method ? apply(method, given, site) : Value.UNKNOWN;
            }
            case Value.Partial it -> apply(it.callee(), given.after(it.arguments()), site);
            case Value.Bound it -> bound(it, given, site);
            case Value.Getter it -> introspection.get(it, given, site);
            case Named it -> named(it.name(), given, site);
            case Value.Unknown it ->
                it.origin() == Value.Origin.ANYWHERE ? new Value.Unknown(Acts.origin(given.all())) : it;
            case Text it -> Value.UNKNOWN;
            case Value.Whole it -> Value.UNKNOWN;
            case Value.Word it -> Value.UNKNOWN;
            case Items it -> Value.UNKNOWN;
            case Value.Table it -> Value.UNKNOWN;
            case Value.Names it -> Value.UNKNOWN;
            case Value.Code it -> Value.UNKNOWN;
        };
    }

    private Value made(ClassOf of, Arguments given) {
        var instance = new Value.Instance(of);
        var seen = new ArrayList<>(List.of(of));
        for (var i = 0; i < seen.size() && i < 64; i++) {
            for (var it : seen.get(i).scope.all().values()) {
                if (it instanceof Function method && method.name.startsWith("__")) {
                    interpreter.journal.calls(interpreter.here, method);
                }
            }
            for (var base : seen.get(i).bases) {
                if (base instanceof ClassOf more && !seen.contains(more)) {
                    seen.add(more);
                }
            }
        }
        if (evaluation.attribute(instance, "__init__") instanceof Value.Partial init) {
            apply(init, given, Site.at(0));
        }
        return instance;
    }

    private Value bound(Value.Bound it, Arguments given, Site site) {
        if (it.of() instanceof Value.Names names) {
            return switch (it.method()) {
                case "get", "__getitem__", "pop", "setdefault" -> {
                    var found = item(names, given.get(0), site, null);
                    yield found;
                }
                default -> Value.UNKNOWN;
            };
        }
        var folded = Folding.method(it.of(), it.method(), given);
        return folded != null
                ? folded
                : new Value.Unknown(Acts.origin(given.after(List.of(it.of())).all()));
    }

    /// `of[key]`.
    Value item(Value of, Value key, Site site, @Nullable Scope scope) {
        Value result = null;
        for (var container : Value.alternatives(of)) {
            for (var one : Value.alternatives(key)) {
                var found = introspection.item(container, one, site, scope);
                result = result == null ? found : Value.either(result, found);
            }
        }
        return result == null ? Value.UNKNOWN : result;
    }

    private Value named(String full, Arguments given, Site site) {
        var name = Acts.canonical(full);
        if (CALLERS.contains(name) || HANDERS.contains(name.substring(name.lastIndexOf('.') + 1))) {
            handed(given, site);
        }
        var introspected = introspection.named(name, given, site);
        if (introspected != null) {
            return introspected;
        }
        var folded = Folding.function(name, given);
        if (folded != null) {
            return folded;
        }
        acts(full, name, given, site);
        var origin = Acts.origin(given.all());
        return origin != Value.Origin.ANYWHERE
                ? new Value.Unknown(origin)
                : Decoding.undoneBy(name).isPresent()
                        ? new Value.Unknown(Value.Origin.DECODED)
                        : new Named(full.length() > 300 ? "…()" : full + "()");
    }

    /// Functions that are given to something that calls them.
    private void handed(Arguments given, Site site) {
        var values = given.all();
        for (var it : values) {
            for (var one : Value.alternatives(it)) {
                if (one instanceof Function || one instanceof Value.Partial || one instanceof Value.Getter) {
                    var rest = values.stream()
                            .filter(other -> other instanceof Items)
                            .flatMap(other -> ((Items) other).items().stream().limit(1))
                            .toList();
                    apply(one, new Arguments(rest, Map.of(), true), site);
                }
            }
        }
    }

    private void acts(String full, String name, Arguments given, Site site) {
        var sense = Acts.sense(name, given);
        if (Acts.isAlways(name)) {
            var command = command(name, given);
            act(site.at(), name, sense.isEmpty() ? command : sense, full + shown(site, given), false);
        } else if (Acts.isOnImport(name) || Acts.isTold(name, given)) {
            act(site.at(), name, sense, full + shown(site, given), true);
        } else if (name.equals("open") || name.equals("io.open") || name.equals("codecs.open")) {
            if (Acts.writes(given.get(1, "mode"))) {
                act(site.at(), name, "", full + shown(site, given), true);
            }
        } else if (!sense.isEmpty()) {
            act(site.at(), name, sense, full + shown(site, given), false);
        } else if (name.equals("types.CodeType")
                || name.equals("types.FunctionType")
                || Acts.isInner(name.substring(name.lastIndexOf('.') + 1))) {
            act(site.at(), name, "", full + shown(site, given), false);
        }
    }

    /// What the shell command does that is given to a function which runs it.
    private String command(String name, Arguments given) {
        for (var value : List.of(given.get(0, "args"), given.get(1))) {
            for (var it : Value.alternatives(value)) {
                if (it instanceof Text text) {
                    var sense = Shell.sense(text.chars());
                    if (!sense.isEmpty()) {
                        return sense;
                    }
                    if (!text.how().isEmpty() && !name.startsWith("socket")) {
                        return "a command decoded from " + text.how();
                    }
                }
                if (it instanceof Items items && items.items().stream().anyMatch(one -> one instanceof Text)) {
                    var sense = Shell.sense(items.items().stream()
                            .map(one -> Folding.chars(one, "?"))
                            .toList());
                    if (!sense.isEmpty()) {
                        return sense;
                    }
                    if (Value.TRUE.equals(given.named().get("shell"))
                            || items.items().size() == 1) { // the first is for a shell to split
                        return Shell.sense(Folding.chars(items.items().getFirst(), ""));
                    }
                }
            }
        }
        return "";
    }

    /// The arguments as they are written, or as they are if they had to be put together.
    String shown(Site site, Arguments given) {
        if (!site.known() && !given.open() && given.named().isEmpty() && given.size() > 0) {
            var all = given.positional().stream().map(Rendering::constant).toList();
            if (all.stream().noneMatch(String::isEmpty)) {
                return "(" + Source.shown(String.join(", ", all), 100) + ")";
            }
        }
        if (site.end() <= site.open()) {
            return "(…)";
        }
        var words = interpreter.source.shown(site.open(), site.end());
        return words.startsWith("(") || words.startsWith("[") ? words : " " + words;
    }

    void act(long at, String name, String sense, String what, boolean onlyAtImport) {
        interpreter.journal.act(interpreter.source.place(at), name, interpreter.here, sense, what, onlyAtImport);
    }
}
