package dev.assay.inspect.source;

import dev.assay.inspect.source.Expression.Argument;
import dev.assay.inspect.source.Expression.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Python does, one after the other.
sealed interface Statement {

    /// The offset of its first word.
    long at();

    /// Expressions worked out for what they do: also of `del`, `assert`, `raise`.
    record Evaluate(long at, List<Expression> expressions) implements Statement {
        public Evaluate {
            expressions = List.copyOf(expressions);
        }
    }

    record Assign(long at, List<Expression> targets, Expression value) implements Statement {
        public Assign {
            targets = List.copyOf(targets);
        }
    }

    record Augment(long at, Expression target, String operator, Expression value) implements Statement {}

    record Import(long at, List<Alias> names) implements Statement {
        public Import {
            names = List.copyOf(names);
        }
    }

    /// @param module without its dots
    record ImportFrom(long at, String module, boolean relative, List<Alias> names) implements Statement {
        public ImportFrom {
            names = List.copyOf(names);
        }
    }

    /// @param as empty if it keeps its name
    record Alias(String name, String as) {}

    record Define(long at, String name, List<Expression> decorators, Parameters parameters, List<Statement> body)
            implements Statement {
        public Define {
            decorators = List.copyOf(decorators);
            body = List.copyOf(body);
        }
    }

    record MakeClass(long at, String name, List<Expression> decorators, List<Argument> bases, List<Statement> body)
            implements Statement {
        public MakeClass {
            decorators = List.copyOf(decorators);
            bases = List.copyOf(bases);
            body = List.copyOf(body);
        }
    }

    record If(long at, List<Branch> branches) implements Statement {
        public If {
            branches = List.copyOf(branches);
        }
    }

    /// @param test null for the one that is taken when no other is
    record Branch(@Nullable Expression test, List<Statement> body) {
        public Branch {
            body = List.copyOf(body);
        }
    }

    /// @param target null for `while`
    record Loop(long at, @Nullable Expression target, Expression over, List<Statement> body, List<Statement> otherwise)
            implements Statement {
        public Loop {
            body = List.copyOf(body);
            otherwise = List.copyOf(otherwise);
        }
    }

    record With(long at, List<Item> items, List<Statement> body) implements Statement {
        public With {
            items = List.copyOf(items);
            body = List.copyOf(body);
        }
    }

    record Item(Expression context, @Nullable Expression target) {}

    /// @param others handlers and what comes after
    record Try(long at, List<Statement> body, List<Handler> others) implements Statement {
        public Try {
            body = List.copyOf(body);
            others = List.copyOf(others);
        }
    }

    record Handler(@Nullable Expression caught, String name, List<Statement> body) {
        public Handler {
            body = List.copyOf(body);
        }
    }

    record Match(long at, Expression subject, List<Case> cases) implements Statement {
        public Match {
            cases = List.copyOf(cases);
        }
    }

    record Case(Expression pattern, @Nullable Expression guard, List<Statement> body) {
        public Case {
            body = List.copyOf(body);
        }
    }

    record Return(long at, @Nullable Expression value) implements Statement {}

    record Global(long at, List<String> names) implements Statement {
        public Global {
            names = List.copyOf(names);
        }
    }
}
