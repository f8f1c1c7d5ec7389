package dev.assay.inspect.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Python works out to a value. Chains of one kind are flat, so that their length costs no stack.
sealed interface Expression {

    /// The offset of its first word.
    long at();

    record Constant(long at, Value value) implements Expression {}

    record Name(long at, String id) implements Expression {}

    record Attribute(long at, Expression of, String name) implements Expression {}

    /// @param open where its bracket opens
    /// @param end the byte behind the one that closes it
    record Call(long at, Expression callee, List<Argument> arguments, long open, long end) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// @param keyword its name; empty for one that goes by its position; `*` and `**` for what is spread
    record Argument(String keyword, Expression value) {}

    record Subscript(long at, Expression of, Expression key, long open, long end) implements Expression {}

    record Slice(
            long at,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step) implements Expression {}

    /// Operands with an operator before each but the first; a lone operand has its operator before it.
    record Operation(long at, List<String> operators, List<Expression> operands) implements Expression {
        public Operation {
            operators = List.copyOf(operators);
            operands = List.copyOf(operands);
        }
    }

    record Display(long at, Value.Kind kind, List<Expression> items) implements Expression {
        public Display {
            items = List.copyOf(items);
        }
    }

    /// What is spread into it has a null for its key.
    record Mapping(long at, List<@Nullable Expression> keys, List<Expression> values) implements Expression {}

    record Conditional(long at, Expression test, Expression then, Expression otherwise) implements Expression {}

    record Lambda(long at, Parameters parameters, Expression body) implements Expression {}

    /// @param value of a mapping, what each key stands for
    record Comprehension(
            long at,
            Value.@Nullable Kind kind,
            Expression element,
            @Nullable Expression value,
            List<Clause> clauses) implements Expression {
        public Comprehension {
            clauses = List.copyOf(clauses);
        }
    }

    record Clause(Expression target, Expression iterable, List<Expression> conditions) {
        public Clause {
            conditions = List.copyOf(conditions);
        }
    }

    record Formatted(long at, List<Expression> parts) implements Expression {
        public Formatted {
            parts = List.copyOf(parts);
        }
    }

    /// A field of a formatted string: `{value!conversion:specification}`.
    record Field(long at, Expression value, String conversion, List<Expression> specification) implements Expression {
        public Field {
            specification = List.copyOf(specification);
        }
    }

    record Starred(long at, Expression of) implements Expression {}

    record Walrus(long at, Expression target, Expression value) implements Expression {}

    /// `await`, `yield`, `yield from`, and Python 2's backquotes: something about a value, which is what
    /// matters.
    record About(long at, @Nullable Expression of) implements Expression {}

    /// @param names in their order; an index of the first that is reached only by its keyword or by a
    ///     spread is not kept
    /// @param worked what is worked out when the function is made: defaults and annotations
    record Parameters(List<String> names, List<@Nullable Expression> defaults, List<Expression> worked) {
        public Parameters {
            names = List.copyOf(names);
            worked = List.copyOf(worked);
        }
    }
}
