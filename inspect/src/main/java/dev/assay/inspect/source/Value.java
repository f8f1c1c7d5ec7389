package dev.assay.inspect.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a value without running anything.
sealed interface Value {

    enum Kind {
        LIST,
        TUPLE,
        SET
    }

    /// Where a value comes from that is not known itself.
    enum Origin {
        ANYWHERE,
        DOWNLOADED,
        DECODED,
        /// A set of variables in which secrets are kept.
        ENVIRONMENT
    }

    /// Letters or bytes, one character each.
    ///
    /// @param how what decoded it: `base64 and zlib`; empty if it stands in the source as it is
    record Text(String chars, boolean bytes, String how) implements Value {

        Text as(String more) {
            return new Text(chars, bytes, how.contains(more) ? how : how.isEmpty() ? more : how + " and " + more);
        }
    }

    record Whole(long number) implements Value {}

    /// `None`, `True`, `False`, `...`, and numbers with a fraction, as they are written.
    record Word(String word) implements Value {}

    record Items(Kind kind, List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// A dictionary, by the keys that are known texts; what others stand for is in `rest`.
    record Table(Map<String, Value> entries, List<Value> rest) implements Value {
        public Table {
            rest = List.copyOf(rest);
        }
    }

    /// Something of another module, by its full name; what a call gives has `()` behind it.
    record Named(String name) implements Value {}

    /// A function that this source defines. Two are the same only if they are one.
    final class Function implements Value {

        final String name;
        final long at;
        final Expression.Parameters parameters;
        final List<Statement> body;
        final @Nullable Expression result;
        Scope scope;
        final Function outer;
        final @Nullable ClassOf of;
        final Source source;

        /// @param result of a lambda, what it gives
        /// @param outer in which it is defined; itself for the roots
        /// @param of the class it is a method of
        Function(
                String name,
                long at,
                Expression.Parameters parameters,
                List<Statement> body,
                @Nullable Expression result,
                Scope scope,
                @Nullable Function outer,
                @Nullable ClassOf of,
                Source source) {
            this.name = name;
            this.at = at;
            this.parameters = parameters;
            this.body = body;
            this.result = result;
            this.scope = scope;
            this.outer = outer == null ? this : outer;
            this.of = of;
            this.source = source;
        }
    }

    /// A class that this source defines.
    final class ClassOf implements Value {

        final String name;
        final Scope scope;
        final List<Value> bases;

        ClassOf(String name, Scope scope, List<Value> bases) {
            this.name = name;
            this.scope = scope;
            this.bases = List.copyOf(bases);
        }
    }

    record Instance(ClassOf of) implements Value {}

    /// A method of something that is known.
    record Bound(Value of, String method) implements Value {}

    record Partial(Value callee, List<Value> arguments) implements Value {
        public Partial {
            arguments = List.copyOf(arguments);
        }
    }

    /// `operator.attrgetter('a')` and its kin: asks what it is given for an attribute, or calls one.
    record Getter(String kind, List<Value> arguments) implements Value {
        public Getter {
            arguments = List.copyOf(arguments);
        }
    }

    /// The names of a module or of this source, as a table.
    record Names(Value of) implements Value {}

    /// Source that was compiled.
    record Code(Text source) implements Value {}

    /// One of these, and we do not know which.
    record Either(List<Value> values) implements Value {
        public Either {
            values = List.copyOf(values);
        }
    }

    record Unknown(Origin origin) implements Value {}

    Unknown UNKNOWN = new Unknown(Origin.ANYWHERE);
    Word NONE = new Word("None");
    Word TRUE = new Word("True");
    Word FALSE = new Word("False");

    /// More alternatives than this are not told apart.
    int MOST_ALTERNATIVES = 12;

    /// Nor more names of other modules than this.
    int MOST_NAMED = 64;

    /// One of two values.
    static Value either(Value one, Value other) {
        if (one.equals(other)) {
            return other;
        }
        var all = new LinkedHashSet<Value>(alternatives(one));
        all.addAll(alternatives(other));
        if (all.size() > MOST_ALTERNATIVES) { // what comes from other modules is kept longer: it may act
            all.removeIf(it -> !(it instanceof Named));
            all.add(UNKNOWN);
        }
        return all.size() > MOST_NAMED ? UNKNOWN : all.size() == 1 ? other : new Either(List.copyOf(all));
    }

    static List<Value> alternatives(Value value) {
        return value instanceof Either it ? it.values() : List.of(value);
    }

    /// Whether things are in things deeper than this.
    static boolean isDeep(Value value, int depth) {
        return switch (value) {
            case Items it -> depth == 0 || it.items().stream().anyMatch(one -> isDeep(one, depth - 1));
            case Table it ->
                depth == 0
                        || it.rest().stream().anyMatch(one -> isDeep(one, depth - 1))
                        || it.entries().values().stream().anyMatch(one -> isDeep(one, depth - 1));
            case Either it -> depth == 0 || it.values().stream().anyMatch(one -> isDeep(one, depth - 1));
            case Partial it -> depth == 0 || it.arguments().stream().anyMatch(one -> isDeep(one, depth - 1));
            case Getter it -> depth == 0 || it.arguments().stream().anyMatch(one -> isDeep(one, depth - 1));
            default -> false;
        };
    }

    static Value truth(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    static Text text(String chars) {
        return new Text(chars, false, "");
    }
}
