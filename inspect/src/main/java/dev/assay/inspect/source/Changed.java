package dev.assay.inspect.source;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which names the statements of a loop give values to, so that what they were before is not believed in
/// it.
final class Changed {

    private Changed() {}

    static Set<String> by(List<Statement> body) {
        var names = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(body);
        while (!next.isEmpty()) {
            switch (next.removeFirst()) {
                case Statement.Augment it -> target(it.target(), names);
                case Statement.Assign it -> it.targets().forEach(one -> target(one, names));
                case Statement.Evaluate it -> it.expressions().forEach(one -> appended(one, names));
                case Statement.If it -> it.branches().forEach(one -> next.addAll(one.body()));
                case Statement.Loop it -> {
                    next.addAll(it.body());
                    next.addAll(it.otherwise());
                }
                case Statement.With it -> next.addAll(it.body());
                case Statement.Try it -> {
                    next.addAll(it.body());
                    it.others().forEach(one -> next.addAll(one.body()));
                }
                case Statement.Match it -> it.cases().forEach(one -> next.addAll(one.body()));
                case Statement.Import it -> {}
                case Statement.ImportFrom it -> {}
                case Statement.Define it -> {}
                case Statement.MakeClass it -> {}
                case Statement.Return it -> {}
                case Statement.Global it -> {}
            }
        }
        return names;
    }

    /// Whether a name may come to stand for a module or a function: by an import, or by what is given to
    /// it.
    static boolean renames(List<Statement> body) {
        var next = new ArrayDeque<>(body);
        while (!next.isEmpty()) {
            var renames = switch (next.removeFirst()) {
                case Statement.Assign it -> mayName(it.value());
                case Statement.Import it -> true;
                case Statement.ImportFrom it -> true;
                case Statement.Define it -> true;
                case Statement.MakeClass it -> true;
                case Statement.If it -> {
                    it.branches().forEach(one -> next.addAll(one.body()));
                    yield false;
                }
                case Statement.With it -> {
                    next.addAll(it.body());
                    yield false;
                }
                case Statement.Try it -> {
                    next.addAll(it.body());
                    it.others().forEach(one -> next.addAll(one.body()));
                    yield false;
                }
                case Statement.Match it -> {
                    it.cases().forEach(one -> next.addAll(one.body()));
                    yield false;
                }
                case Statement.Loop it -> {
                    next.addAll(it.body());
                    yield false;
                }
                case Statement.Augment it -> false;
                case Statement.Evaluate it -> false;
                case Statement.Return it -> false;
                case Statement.Global it -> false;
            };
            if (renames) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayName(Expression value) {
        return switch (value) {
            case Expression.Name it -> true;
            case Expression.Attribute it -> true;
            case Expression.Conditional it -> mayName(it.then()) || mayName(it.otherwise());
            case Expression.Display it -> it.items().stream().anyMatch(Changed::mayName);
            case Expression.Call it ->
                it.callee() instanceof Expression.Name name
                        && Set.of("getattr", "__import__", "import_module", "eval")
                                .contains(name.id());
            default -> false;
        };
    }

    private static void target(Expression target, Set<String> names) {
        switch (target) {
            case Expression.Name it -> names.add(it.id());
            case Expression.Subscript it -> target(it.of(), names);
            case Expression.Display it -> it.items().forEach(one -> target(one, names));
            default -> {}
        }
    }

    /// `name.append(…)` and the like.
    private static void appended(Expression expression, Set<String> names) {
        if (expression instanceof Expression.Call call
                && call.callee() instanceof Expression.Attribute method
                && method.of() instanceof Expression.Name name) {
            names.add(name.id());
        }
    }
}
