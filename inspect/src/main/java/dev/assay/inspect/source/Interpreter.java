package dev.assay.inspect.source;

import dev.assay.inspect.source.Expression.Parameters;
import dev.assay.inspect.source.Value.ClassOf;
import dev.assay.inspect.source.Value.Function;
import dev.assay.inspect.source.Value.Items;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Goes through statements as Python would, once, with values known in part: what may happen is taken to
/// happen.
///
/// A function that is called with arguments at hand is gone through with them, within a budget; each is
/// gone through once more at the end, with arguments nobody knows. So the cost is bounded by the source's
/// length and the budget.
final class Interpreter {

    private static final Parameters NO_PARAMETERS = new Parameters(List.of(), List.of(), List.of());
    private static final int MOST_CALLS_INSIDE = 8;
    private static final int MOST_SOURCES_INSIDE = 6;
    private static final int LONGEST_LOOP = 4096;

    final Journal journal = new Journal();
    final Scope module = new Scope(null, false);
    final Evaluation evaluation = new Evaluation(this);
    private final Function imported = root("import");
    private final Function script = root("script");
    private final Function never = root("never");
    private final IdentityHashMap<Object, Function> functions = new IdentityHashMap<>();
    private final List<Function> active = new ArrayList<>();
    private final List<Value> returned = new ArrayList<>();
    Source source = Source.of("", 0);
    Function here = imported;
    private @Nullable ClassOf inClass;
    private int branches;
    private int sources;
    private int budget = 150_000;
    private int repeats = 200_000;
    private OptionalLong unread = OptionalLong.empty();
    private boolean foreign;
    private boolean certain;

    private Function root(String name) {
        return new Function(name, 0, NO_PARAMETERS, List.of(), null, module, null, null, Source.of("", 0));
    }

    /// Where something stands that was not followed: deeper than our bounds, or no statement we know.
    OptionalLong unread() {
        return unread;
    }

    boolean certain() {
        return certain;
    }

    /// Whether that is a statement of no Python we know, rather than one deeper than our bounds.
    boolean foreign() {
        return foreign;
    }

    /// @param all whether what is ordinary in code that somebody runs is said of what runs at import
    List<Act> acts(boolean all) {
        return journal.acts(imported, script, all);
    }

    /// @throws NotPython if the text is none
    void module(Source text) throws NotPython {
        source = text;
        var parser = new Parser(text.text());
        try {
            for (var next = parser.next(); !next.isEmpty(); next = parser.next()) {
                statements(next, module);
            }
        } catch (TooDeep deep) {
            certain = true;
            unread = OptionalLong.of(text.place(deep.at()));
        }
        certain |= parser.certain();
        if (parser.broken().isPresent() && unread.isEmpty()) {
            unread = OptionalLong.of(text.place(parser.broken().getAsLong()));
            foreign = true;
        }
    }

    /// Source that source executes, in the same names.
    void nested(String text, long at) {
        if (sources >= MOST_SOURCES_INSIDE || !spends(1 + text.length() / 16)) {
            return;
        }
        var outer = source;
        sources++;
        try {
            source = Source.of(text, source.place(at));
            var parser = new Parser(source.text());
            for (var next = parser.next(); !next.isEmpty(); next = parser.next()) {
                statements(next, module);
            }
        } catch (NotPython | TooDeep unfollowed) {
            // it is executed whatever it is, and that was said
        } finally {
            source = outer;
            sources--;
        }
    }

    /// Goes through every function with arguments nobody knows, those they define too.
    void functions() {
        module.widen();
        var first = journal.functions.size();
        for (var i = 0; i < journal.functions.size(); i++) {
            function(journal.functions.get(i));
        }
        if (evaluation.keepsModules()) { // an object may hold what a method further down put into it
            for (var i = 0; i < first; i++) {
                function(journal.functions.get(i));
            }
        }
        here = imported;
    }

    private void function(Function function) {
        here = function;
        branches = 0;
        function.scope.widen();
        body(function, parameters(function, null));
    }

    /// One more expression was worked out; those of functions that are called with what they are given
    /// cost.
    void steps() {
        budget -= active.isEmpty() ? 0 : 1;
    }

    /// Whether there is so much left of the budget; spends it.
    boolean spends(int steps) {
        budget -= steps;
        return budget > 0;
    }

    boolean isCertain() {
        return branches == 0;
    }

    void statements(List<Statement> statements, Scope scope) {
        for (var it : statements) {
            statement(it, scope);
        }
    }

    private void statement(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Evaluate it -> it.expressions().forEach(each -> evaluation.value(each, scope));
            case Statement.Assign it -> {
                var value = evaluation.used(it.value(), scope);
                it.targets().forEach(target -> evaluation.give(target, value, scope));
            }
            case Statement.Augment it -> {
                var old = evaluation.value(it.target(), scope);
                var value = evaluation.operation(it.operator(), old, evaluation.used(it.value(), scope));
                evaluation.give(it.target(), value, scope);
            }
            case Statement.Import it -> it.names().forEach(name -> Imports.plain(name, scope, isCertain()));
            case Statement.ImportFrom it -> Imports.from(it, scope, isCertain());
            case Statement.Define it -> define(it, scope);
            case Statement.MakeClass it -> makeClass(it, scope);
            case Statement.If it -> conditional(it, scope);
            case Statement.Loop it -> loop(it, scope);
            case Statement.With it -> {
                for (var item : it.items()) {
                    var context = evaluation.used(item.context(), scope);
                    if (item.target() != null) {
                        evaluation.give(item.target(), context, scope);
                    }
                }
                statements(it.body(), scope);
            }
            case Statement.Try it -> {
                statements(it.body(), scope);
                branches++;
                for (var other : it.others()) {
                    if (other.caught() != null) {
                        evaluation.value(other.caught(), scope);
                    }
                    if (!other.name().isEmpty()) {
                        scope.give(other.name(), Value.UNKNOWN, false);
                    }
                    statements(other.body(), scope);
                }
                branches--;
            }
            case Statement.Match it -> {
                evaluation.used(it.subject(), scope);
                branches++;
                for (var one : it.cases()) {
                    if (one.guard() != null) {
                        evaluation.value(one.guard(), scope);
                    }
                    statements(one.body(), scope);
                }
                branches--;
            }
            case Statement.Return it ->
                returned.add(it.value() == null ? Value.NONE : evaluation.used(it.value(), scope));
            case Statement.Global it -> scope.share(it.names());
        }
    }

    private void define(Statement.Define it, Scope scope) {
        var decorators = it.decorators().stream()
                .map(each -> evaluation.used(each, scope))
                .toList();
        worked(it.parameters(), scope);
        var function = function(it, it.name(), it.at(), it.parameters(), it.body(), null, scope);
        scope.give(it.name(), decorated(function, decorators, it.at()), isCertain());
    }

    /// What is left of a function or class after its decorators: itself, unless one of this source makes
    /// another of it.
    private Value decorated(Value defined, List<Value> decorators, long at) {
        var value = defined;
        for (var decorator : decorators.reversed()) {
            var result = evaluation.calls.apply(decorator, Arguments.of(value), Site.at(at));
            value = result instanceof Function || result instanceof ClassOf ? result : value;
        }
        return value;
    }

    Value lambda(Expression.Lambda it, Scope scope) {
        worked(it.parameters(), scope);
        return function(it, "<lambda>", it.at(), it.parameters(), List.of(), it.body(), scope);
    }

    /// One function for one place in the source, however often it is made; it sees the names it was last
    /// made among.
    private Function function(
            Object node,
            String name,
            long at,
            Parameters parameters,
            List<Statement> body,
            @Nullable Expression result,
            Scope scope) {
        var made = functions.get(node);
        if (made == null) {
            made = new Function(
                    name,
                    source.place(at),
                    parameters,
                    body,
                    result,
                    scope,
                    here,
                    result == null ? inClass : null,
                    source);
            functions.put(node, made);
            journal.functions.add(made);
        }
        made.scope = scope;
        return made;
    }

    private void worked(Parameters parameters, Scope scope) {
        for (var each : parameters.worked()) {
            if (parameters.defaults().contains(each)) {
                evaluation.used(each, scope);
            } else {
                evaluation.value(each, scope);
            }
        }
    }

    private void makeClass(Statement.MakeClass it, Scope scope) {
        var decorators = it.decorators().stream()
                .map(each -> evaluation.used(each, scope))
                .toList();
        var bases = new ArrayList<Value>();
        for (var argument : it.bases()) {
            var base = evaluation.used(argument.value(), scope);
            if (argument.keyword().isEmpty()) {
                bases.add(base);
            }
            if (base instanceof ClassOf of) {
                subclassed(of, argument.keyword().equals("metaclass"));
            }
        }
        var of = new ClassOf(it.name(), new Scope(scope, true), bases);
        var outer = inClass;
        inClass = of;
        statements(it.body(), of.scope);
        inClass = outer;
        scope.give(it.name(), decorated(of, decorators, it.at()), isCertain());
    }

    /// Making a class runs what its metaclass, or a class it is made from, has for that.
    private void subclassed(ClassOf of, boolean metaclass) {
        for (var it : of.scope.all().values()) {
            if (it instanceof Function method
                    && (metaclass
                            || Set.of("__init_subclass__", "__class_getitem__", "__mro_entries__")
                                    .contains(method.name))) {
                journal.calls(here, method);
            }
        }
    }

    private void conditional(Statement.If it, Scope scope) {
        var decided = false;
        var first = true;
        for (var branch : it.branches()) {
            var test = branch.test();
            var truth = test == null ? Boolean.TRUE : Operators.truth(evaluation.value(test, scope));
            var outer = here;
            if (decided || Boolean.FALSE.equals(truth)) {
                here = here == imported ? never : here;
            } else if (test != null && isMain(test)) {
                here = here == imported ? script : here;
            }
            var sure = !decided && Boolean.TRUE.equals(truth) && first;
            first = false;
            branches += sure ? 0 : 1;
            statements(branch.body(), scope);
            branches -= sure ? 0 : 1;
            here = outer;
            decided |= Boolean.TRUE.equals(truth);
        }
    }

    /// `__name__ == '__main__'`, either way round.
    private static boolean isMain(Expression test) {
        return test instanceof Expression.Operation it
                && it.operators().equals(List.of("=="))
                && it.operands().stream()
                        .anyMatch(one ->
                                one instanceof Expression.Name name && name.id().equals("__name__"))
                && it.operands().stream()
                        .anyMatch(one -> one instanceof Expression.Constant constant
                                && constant.value() instanceof Value.Text text
                                && text.chars().equals("__main__"));
    }

    private void loop(Statement.Loop it, Scope scope) {
        var over = it.target() == null ? evaluation.value(it.over(), scope) : evaluation.used(it.over(), scope);
        var target = it.target();
        var each = target == null ? null : Folding.items(over).orElse(null);
        if (target != null
                && each != null
                && each.size() <= LONGEST_LOOP
                && it.body().stream().allMatch(Interpreter::isPlain)
                && spends(each.size() * it.body().size())) {
            for (var one : each) {
                evaluation.give(target, one, scope);
                statements(it.body(), scope);
            }
        } else {
            Changed.by(it.body()).forEach(name -> {
                var before = scope.own(name);
                if (before != null && isFolded(before)) {
                    scope.give(name, Value.UNKNOWN, true);
                }
            });
            branches++;
            if (target != null) {
                evaluation.give(target, one(over, each), scope);
            }
            statements(it.body(), scope);
            if (Changed.renames(it.body())) { // the second time, names stand for what the first time made of them
                repeats -= it.body().size();
                if (repeats > 0) {
                    statements(it.body(), scope);
                } else if (unread.isEmpty()) {
                    unread = OptionalLong.of(source.place(it.at()));
                }
            }
            branches--;
        }
        branches++;
        statements(it.otherwise(), scope);
        branches--;
    }

    private static boolean isFolded(Value value) {
        return value instanceof Value.Text || value instanceof Value.Whole || value instanceof Items;
    }

    private static boolean isPlain(Statement it) {
        return it instanceof Statement.Assign || it instanceof Statement.Augment || it instanceof Statement.Evaluate;
    }

    /// Any one of these.
    private static Value one(Value over, @Nullable List<Value> each) {
        if (each == null || each.isEmpty() || each.size() > Value.MOST_ALTERNATIVES) {
            return new Value.Unknown(Acts.origin(over));
        }
        return each.stream().reduce(Value::either).orElse(Value.UNKNOWN);
    }

    /// Goes through a function of this source with these arguments.
    Value invoke(Function function, Arguments given) {
        journal.calls(here, function);
        if (active.contains(function) || active.size() >= MOST_CALLS_INSIDE || !spends(16 + function.body.size() * 8)) {
            return new Value.Unknown(Acts.origin(given.all()));
        }
        active.add(function);
        var outer = source;
        var value = body(function, parameters(function, given));
        source = outer;
        active.removeLast();
        return value;
    }

    private Value body(Function function, Scope scope) {
        source = function.source;
        var results = returned.size();
        var depth = branches;
        if (function.result != null) {
            returned.add(evaluation.used(function.result, scope));
        }
        var outer = inClass;
        inClass = null;
        statements(function.body, scope);
        inClass = outer;
        branches = depth;
        var mine = returned.subList(results, returned.size());
        var value = mine.stream().reduce(Value::either).orElse(Value.NONE);
        mine.clear();
        return value;
    }

    private Scope parameters(Function function, @Nullable Arguments given) {
        var scope = new Scope(function.scope.isOfClass() ? function.scope.around() : function.scope, false);
        var parameters = function.parameters;
        for (var i = 0; i < parameters.names().size(); i++) {
            var name = parameters.names().get(i);
            if (name.startsWith("*")) {
                scope.give(name.substring(name.startsWith("**") ? 2 : 1), Value.UNKNOWN, true);
                continue;
            }
            var fallback = parameters.defaults().get(i);
            var usual = fallback == null ? Value.UNKNOWN : evaluation.value(fallback, function.scope);
            var value = given == null
                    ? i == 0 && function.of != null
                            ? new Value.Instance(function.of)
                            : Value.either(Value.UNKNOWN, usual)
                    : given.has(i, name) ? given.get(i, name) : given.open() ? Value.UNKNOWN : usual;
            scope.give(name, value, true);
        }
        return scope;
    }
}
