package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.ClassOf;
import dev.assay.inspect.source.Value.Function;
import dev.assay.inspect.source.Value.Items;
import dev.assay.inspect.source.Value.Named;
import dev.assay.inspect.source.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an expression comes to, and what working it out does.
final class Evaluation {

    private static final int MOST_ITEMS = 100_000;

    private final Interpreter interpreter;
    final Calls calls;
    private boolean keepsModules;

    Evaluation(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.calls = new Calls(interpreter, this);
    }

    /// Whether a powerful module was put into an object.
    boolean keepsModules() {
        return keepsModules;
    }

    /// The value of an expression that is kept, handed on or given a name: a function that acts, named
    /// there, may be called by whoever gets it.
    Value used(Expression expression, Scope scope) {
        var value = value(expression, scope);
        if (!(expression instanceof Expression.Constant)) {
            mention(value, expression.at());
        }
        return value;
    }

    private void mention(Value value, long at) {
        for (var it : Value.alternatives(value)) {
            if (it instanceof Named named && Acts.isAlways(named.name())) {
                calls.act(at, named.name(), "", named.name(), false);
            }
        }
    }

    Value value(Expression expression, Scope scope) {
        interpreter.steps();
        return switch (expression) {
            case Expression.Constant it -> it.value();
            case Expression.Name it -> name(it.id(), scope);
            case Expression.Attribute it -> attribute(it, scope);
            case Expression.Call it -> calls.call(it, scope);
            case Expression.Subscript it -> subscript(it, scope);
            case Expression.Slice it -> {
                for (var bound : new @Nullable Expression[] {it.from(), it.to(), it.step()}) {
                    if (bound != null) {
                        value(bound, scope);
                    }
                }
                yield Value.UNKNOWN;
            }
            case Expression.Operation it -> operation(it, scope);
            case Expression.Display it -> new Items(it.kind(), items(it.items(), scope));
            case Expression.Mapping it -> mapping(it, scope);
            case Expression.Conditional it -> {
                var truth = Operators.truth(value(it.test(), scope));
                var then = value(it.then(), scope);
                var otherwise = value(it.otherwise(), scope);
                yield truth == null ? Value.either(then, otherwise) : truth ? then : otherwise;
            }
            case Expression.Lambda it -> interpreter.lambda(it, scope);
            case Expression.Comprehension it -> comprehension(it, scope);
            case Expression.Formatted it -> formatted(it.parts(), scope);
            case Expression.Field it -> field(it, scope);
            case Expression.Starred it -> used(it.of(), scope);
            case Expression.Walrus it -> {
                var value = used(it.value(), scope);
                give(it.target(), value, scope);
                yield value;
            }
            case Expression.About it -> it.of() == null ? Value.UNKNOWN : used(it.of(), scope);
        };
    }

    private List<Value> items(List<Expression> expressions, Scope scope) {
        var items = new ArrayList<Value>();
        for (var each : expressions) {
            var value = used(each, scope);
            if (each instanceof Expression.Starred) {
                items.addAll(Operators.spread(value));
            } else {
                items.add(value);
            }
        }
        return items;
    }

    private Value mapping(Expression.Mapping it, Scope scope) {
        var entries = new LinkedHashMap<String, Value>();
        var rest = new ArrayList<Value>();
        for (var i = 0; i < it.values().size(); i++) {
            var at = it.keys().get(i);
            var key = at == null ? Value.UNKNOWN : value(at, scope);
            var value = used(it.values().get(i), scope);
            if (key instanceof Text text) {
                entries.put(text.chars(), value);
            } else {
                rest.add(value);
            }
        }
        return new Value.Table(entries, rest);
    }

    private Value name(String id, Scope scope) {
        var found = scope.find(id);
        if (found != null) {
            return found;
        }
        for (var star : scope.module().stars) {
            if (Acts.acts(star + "." + id)) {
                return new Named(star + "." + id);
            }
        }
        return switch (id) {
            case "None", "True", "False" -> new Value.Word(id);
            case "__builtins__", "__builtin__" -> new Named("builtins");
            default -> new Named(id);
        };
    }

    private Value attribute(Expression.Attribute it, Scope scope) {
        var of = value(it.of(), scope);
        if (Acts.isInner(it.name())) {
            calls.act(it.at(), "…." + it.name(), "", "…." + it.name(), false);
        }
        return attribute(of, it.name());
    }

    Value attribute(Value of, String name) {
        return switch (of) {
            case Named it -> ofNamed(it, name);
            case Value.Either it ->
                it.values().stream()
                        .map(one -> attribute(one, name))
                        .reduce(Value::either)
                        .orElse(Value.UNKNOWN);
            case ClassOf it -> ofClass(it, name);
            case Value.Instance it ->
                ofClass(it.of(), name) instanceof Function method
                        ? new Value.Partial(method, List.of(it))
                        : Acts.isPassedOn(name) ? new Named(name) : Value.UNKNOWN;
            case Function it ->
                switch (name) {
                    case "__call__" -> it;
                    case "__globals__" -> new Value.Names(new Named("globals"));
                    default -> Value.UNKNOWN;
                };
            case Value.Partial it -> name.equals("__call__") ? it : name.equals("func") ? it.callee() : Value.UNKNOWN;
            case Value.Unknown it -> Acts.isPassedOn(name) ? new Named(name) : it;
            case Text it -> new Value.Bound(it, name);
            case Items it -> new Value.Bound(it, name);
            case Value.Whole it -> new Value.Bound(it, name);
            case Value.Table it -> new Value.Bound(it, name);
            case Value.Names it -> new Value.Bound(it, name);
            case Value.Word it -> Value.UNKNOWN;
            case Value.Bound it -> name.equals("__call__") ? it : Value.UNKNOWN;
            case Value.Getter it -> name.equals("__call__") ? it : Value.UNKNOWN;
            case Value.Code it -> Value.UNKNOWN;
        };
    }

    private static Value ofNamed(Named of, String name) {
        var plain = name.startsWith("_") ? name.substring(1) : name;
        if (name.equals("__dict__")) {
            return new Value.Names(of);
        }
        if (name.equals("__call__")) {
            return of;
        }
        if (name.equals("__builtins__")) {
            return new Named("builtins");
        }
        if (Acts.isPassedOn(plain) && !(of.name() + "." + name).equals("os.sys")) {
            return new Named(plain);
        }
        return new Named(of.name() + "." + name);
    }

    private static Value ofClass(ClassOf of, String name) {
        var own = of.scope.own(name);
        if (own != null) {
            return own;
        }
        for (var base : of.bases) {
            if (base instanceof ClassOf it) {
                var inherited = it.scope.own(name);
                if (inherited != null) {
                    return inherited;
                }
            }
        }
        return Value.UNKNOWN;
    }

    private Value subscript(Expression.Subscript it, Scope scope) {
        var of = value(it.of(), scope);
        if (it.key() instanceof Expression.Slice slice) {
            var from = slice.from() == null ? null : value(slice.from(), scope);
            var to = slice.to() == null ? null : value(slice.to(), scope);
            var step = slice.step() == null ? null : value(slice.step(), scope);
            var folded = Folding.slice(of, from, to, step);
            return folded != null ? folded : new Value.Unknown(Acts.origin(of));
        }
        var key = used(it.key(), scope);
        if (Acts.isKey(key)) {
            calls.act(it.key().at(), Folding.chars(key, ""), "", "'" + Folding.chars(key, "") + "'", false);
        }
        return calls.item(
                of, key, new Site(it.at(), it.open(), it.end(), it.key() instanceof Expression.Constant), scope);
    }

    private Value operation(Expression.Operation it, Scope scope) {
        var operands = it.operands();
        if (operands.size() == 1) {
            var value = value(operands.getFirst(), scope);
            var folded = Operators.unary(it.operators().getFirst(), value);
            return folded != null ? folded : Value.UNKNOWN;
        }
        var result = value(operands.getFirst(), scope);
        for (var i = 0; i < it.operators().size(); i++) {
            var right = value(operands.get(i + 1), scope);
            result = operation(it.operators().get(i), result, right);
        }
        return result;
    }

    /// Of several possible operands, each is tried with each, as far as those are few.
    Value operation(String operator, Value left, Value right) {
        if (operator.equals("or") || operator.equals("and")) {
            return Value.either(left, right);
        }
        Value result = null;
        for (var a : Value.alternatives(left)) {
            for (var b : Value.alternatives(right)) {
                var folded = Operators.binary(operator, a, b);
                var one = folded != null ? folded : new Value.Unknown(Acts.origin(List.of(a, b)));
                result = result == null ? one : Value.either(result, one);
            }
        }
        return result == null ? Value.UNKNOWN : result;
    }

    private Value comprehension(Expression.Comprehension it, Scope outer) {
        var scope = new Scope(outer.isOfClass() ? outer.around() : outer, false);
        if (outer.isOfClass()) {
            outer.all().forEach((name, value) -> scope.give(name, value, true));
        }
        var items = new ArrayList<Value>();
        var first = it.clauses().getFirst();
        var each = Folding.items(used(first.iterable(), outer));
        var kind = it.kind();
        var exact = it.clauses().size() == 1
                && each.isPresent()
                && kind != null
                && each.get().size() <= MOST_ITEMS;
        if (exact && interpreter.spends(each.get().size())) {
            for (var one : each.get()) {
                give(first.target(), one, scope);
                var holds = true;
                for (var condition : first.conditions()) {
                    var truth = Operators.truth(value(condition, scope));
                    exact &= truth != null;
                    holds &= Boolean.TRUE.equals(truth);
                }
                if (holds || !exact) {
                    items.add(used(it.element(), scope));
                }
            }
            return exact && kind != null ? new Items(kind, items) : Value.UNKNOWN;
        }
        var outside = true; // where the first is worked out
        for (var clause : it.clauses()) {
            give(clause.target(), one(outside ? each : Folding.items(used(clause.iterable(), scope))), scope);
            outside = false;
            clause.conditions().forEach(condition -> value(condition, scope));
        }
        var element = used(it.element(), scope);
        if (it.value() != null) {
            element = used(it.value(), scope);
        }
        return new Value.Unknown(Acts.origin(element));
    }

    /// Any one of these, as far as they are few.
    private static Value one(Optional<List<Value>> items) {
        return items.isEmpty() || items.get().isEmpty() || items.get().size() > Value.MOST_ALTERNATIVES
                ? Value.UNKNOWN
                : items.get().stream().reduce(Value::either).orElse(Value.UNKNOWN);
    }

    private Value formatted(List<Expression> parts, Scope scope) {
        var chars = new StringBuilder();
        var how = "";
        var bytes = false;
        @Nullable Value unknown = null;
        for (var part : parts) {
            var value = value(part, scope);
            if (value instanceof Text it && chars.length() + it.chars().length() <= Decoding.MOST) {
                chars.append(it.chars());
                how = how.isEmpty() ? it.how() : how;
                bytes |= it.bytes();
            } else {
                unknown = unknown == null || Acts.origin(unknown) == Value.Origin.ANYWHERE
                        ? new Value.Unknown(Acts.origin(value))
                        : unknown;
            }
        }
        return unknown != null ? unknown : new Text(chars.toString(), bytes, how);
    }

    private Value field(Expression.Field it, Scope scope) {
        var value = used(it.value(), scope);
        var specification = formatted(it.specification(), scope);
        var folded = it.conversion().isEmpty() || it.conversion().equals("s")
                ? Formatting.one(value, Folding.chars(specification, "?"))
                : null;
        return folded != null ? folded : new Value.Unknown(Acts.origin(value));
    }

    /// The target gets the value: a name, an attribute, an item, or several.
    void give(Expression target, Value value, Scope scope) {
        switch (target) {
            case Expression.Name it -> scope.give(it.id(), value, interpreter.isCertain());
            case Expression.Starred it -> give(it.of(), Value.UNKNOWN, scope);
            case Expression.Display it -> {
                var items = value instanceof Items known
                                && known.items().size() == it.items().size()
                                && it.items().stream().noneMatch(one -> one instanceof Expression.Starred)
                        ? known.items()
                        : List.<Value>of();
                for (var i = 0; i < it.items().size(); i++) {
                    give(
                            it.items().get(i),
                            items.isEmpty() ? new Value.Unknown(Acts.origin(value)) : items.get(i),
                            scope);
                }
            }
            case Expression.Subscript it -> {
                var of = value(it.of(), scope);
                var key = value(it.key(), scope);
                if (of instanceof Value.Names names
                        && names.of().equals(new Named("globals"))
                        && key instanceof Text name) {
                    scope.module().give(name.chars(), value, false);
                } else if (it.of() instanceof Expression.Name name && scope.find(name.id()) != null) {
                    scope.give(name.id(), changed(of), true); // what it holds now is not followed
                }
            }
            case Expression.Attribute it -> {
                var of = value(it.of(), scope);
                keepsModules |= Value.alternatives(value).stream().anyMatch(Acts::isPowerful);
                if (of instanceof ClassOf known) {
                    known.scope.give(it.name(), value, false);
                } else if (of instanceof Value.Instance known) {
                    known.of().scope.give(it.name(), value, false);
                }
            }
            default -> value(target, scope);
        }
    }

    private static Value changed(Value before) {
        return before instanceof Items || before instanceof Value.Table ? Value.UNKNOWN : before;
    }
}
