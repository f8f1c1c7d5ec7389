package dev.assay.inspect.source;

import dev.assay.inspect.source.Expression.Argument;
import dev.assay.inspect.source.Expression.Clause;
import dev.assay.inspect.source.Expression.Parameters;
import dev.assay.inspect.source.Token.Kind;
import dev.assay.inspect.source.Words.Broken;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads expressions, by precedence; chapter 6 of the reference manual.
final class Expressions {

    private static final Map<String, Integer> BINARY = Map.ofEntries(
            Map.entry("or", 1),
            Map.entry("and", 2),
            Map.entry("in", 4),
            Map.entry("is", 4),
            Map.entry("not", 4),
            Map.entry("<", 4),
            Map.entry(">", 4),
            Map.entry("<=", 4),
            Map.entry(">=", 4),
            Map.entry("==", 4),
            Map.entry("!=", 4),
            Map.entry("<>", 4),
            Map.entry("|", 5),
            Map.entry("^", 6),
            Map.entry("&", 7),
            Map.entry("<<", 8),
            Map.entry(">>", 8),
            Map.entry("+", 9),
            Map.entry("-", 9),
            Map.entry("*", 10),
            Map.entry("/", 10),
            Map.entry("//", 10),
            Map.entry("%", 10),
            Map.entry("@", 10));
    private static final int NEGATION = 3;
    private static final Set<String> VALUES = Set.of("None", "True", "False");

    /// A chain of calls and attributes longer than this nobody writes, and Python's compiler may refuse.
    private static final int LONGEST_CHAIN = 900;

    /// Of the plain constants in one list, so many are kept; nothing we fold needs more.
    private static final int MOST_CONSTANTS = 100_000;

    private final MemorySegment text;
    private final Words words;

    Expressions(MemorySegment text, Words words) {
        this.text = text;
        this.words = words;
    }

    /// One expression, or several with commas between, which are a tuple.
    Expression list() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var first = starred();
        if (!words.is(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (words.takes(",") && starts()) {
            var before = words.counted();
            keep(items, starred(), before);
        }
        return new Expression.Display(at, Value.Kind.TUPLE, items);
    }

    /// A table of numbers does nothing, however long it is: what is beyond use is not kept.
    private void keep(List<Expression> items, Expression item, int before) {
        if (items.size() < MOST_CONSTANTS || !isInert(item)) {
            items.add(item);
        } else {
            words.uncount(before);
        }
    }

    private static boolean isInert(Expression item) {
        return switch (item) {
            case Expression.Constant it -> true;
            case Expression.Display it -> it.items().stream().allMatch(Expressions::isInert);
            case Expression.Operation it ->
                it.operands().size() == 1 && it.operands().getFirst() instanceof Expression.Constant;
            default -> false;
        };
    }

    private Expression starred() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        if (words.takes("*") || words.takes("**")) {
            return new Expression.Starred(at, binary(5));
        }
        return expression();
    }

    /// Whether an expression can begin with the word in view.
    boolean starts() {
        var token = words.now();
        return switch (token.kind()) {
            case NAME ->
                !Lexer.isKeyword(token)
                        || VALUES.contains(token.text())
                        || Set.of("not", "lambda", "await", "yield", "async").contains(token.text());
            case NUMBER, STRING, FORMAT -> true;
            case OPERATOR ->
                Set.of("(", "[", "{", "-", "+", "~", "*", "**", "...", "`", ".").contains(token.text());
            case NEWLINE, INDENT, DEDENT, END, PIECE, FIELD, CONVERSION, SPECIFICATION, CLOSE_FIELD, CLOSE_FORMAT ->
                false;
        };
    }

    Expression expression() throws Broken, NotPython, TooDeep {
        words.deeper();
        var at = words.now().at();
        Expression result;
        if (words.is("lambda")) {
            words.take();
            var parameters = parameters(":", false);
            words.expect(":");
            result = new Expression.Lambda(at, parameters, expression());
        } else if (words.is("yield")) {
            words.take();
            words.takes("from");
            result = new Expression.About(at, starts() ? list() : null);
        } else {
            result = binary(1);
            if (words.is("if")) {
                words.take();
                var test = binary(1);
                words.expect("else");
                result = new Expression.Conditional(at, test, result, expression());
            } else if (words.is(":=")) {
                words.take();
                result = new Expression.Walrus(at, result, expression());
            }
        }
        words.back();
        return result;
    }

    /// Operands with operators between them that bind at least as tightly as this; by climbing, so that
    /// levels which do not occur cost no stack.
    private Expression binary(int level) throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        Expression left;
        if (level <= NEGATION && words.is("not")) {
            words.deeper();
            words.take();
            left = new Expression.Operation(at, List.of("not"), List.of(binary(NEGATION)));
            words.back();
        } else {
            left = unary();
        }
        for (var here = level(); here >= level && here > 0; here = level()) {
            var operators = new ArrayList<String>();
            var operands = new ArrayList<>(List.of(left));
            while (level() == here) {
                var operator = words.take().text();
                if (operator.equals("not")) {
                    words.expect("in");
                } else if (operator.equals("is")) {
                    words.takes("not");
                }
                operators.add(operator);
                operands.add(binary(here + 1));
            }
            left = new Expression.Operation(at, operators, operands);
        }
        return left;
    }

    /// How tightly the operator in view binds; 0 if there is none.
    private int level() {
        var token = words.now();
        return token.kind() == Kind.OPERATOR || token.kind() == Kind.NAME ? BINARY.getOrDefault(token.text(), 0) : 0;
    }

    private Expression unary() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        if (words.is("-") || words.is("+") || words.is("~")) {
            words.deeper();
            var operator = words.take().text();
            var signed = new Expression.Operation(at, List.of(operator), List.of(unary()));
            words.back();
            return signed;
        }
        if (words.is("await") && words.peek().kind() != Kind.OPERATOR) {
            words.take();
            return new Expression.About(at, unary());
        }
        if (words.is("await") && Set.of("(", "[", "{").contains(words.peek().text())) {
            words.take();
            return new Expression.About(at, primary());
        }
        var base = primary();
        if (words.is("**")) {
            words.deeper();
            words.take();
            base = new Expression.Operation(at, List.of("**"), List.of(base, unary()));
            words.back();
        }
        return base;
    }

    private Expression primary() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var result = atom();
        for (var length = 0; ; length++) {
            if (length > LONGEST_CHAIN) {
                throw new TooDeep(at);
            }
            words.counts();
            if (words.takes(".")) {
                result = new Expression.Attribute(at, result, words.name());
            } else if (words.is("(")) {
                var open = words.take().at();
                var arguments = arguments();
                words.expect(")");
                result = new Expression.Call(at, result, arguments, open, words.last());
            } else if (words.is("[")) {
                var open = words.take().at();
                var key = subscript();
                words.expect("]");
                result = new Expression.Subscript(at, result, key, open, words.last());
            } else {
                return result;
            }
        }
    }

    List<Argument> arguments() throws Broken, NotPython, TooDeep {
        words.deeper();
        var arguments = new ArrayList<Argument>();
        while (!words.is(")")) {
            if (words.is("*") || words.is("**")) {
                arguments.add(new Argument(words.take().text(), expression()));
            } else if (words.is(Kind.NAME) && words.peek().is("=")) {
                var keyword = words.take().text();
                words.take();
                arguments.add(new Argument(keyword, expression()));
            } else {
                var at = words.now().at();
                var value = expression();
                if (words.is("for") || words.is("async")) {
                    value = new Expression.Comprehension(at, Value.Kind.LIST, value, null, clauses());
                }
                arguments.add(new Argument("", value));
            }
            if (!words.takes(",")) {
                break;
            }
        }
        words.back();
        return arguments;
    }

    private Expression subscript() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var first = slice();
        if (!words.is(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (words.takes(",") && !words.is("]")) {
            items.add(slice());
        }
        return new Expression.Display(at, Value.Kind.TUPLE, items);
    }

    private Expression slice() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var from = words.is(":") ? null : starred();
        if (from != null && !words.is(":")) {
            return from;
        }
        words.expect(":");
        var to = words.is(":") || words.is("]") || words.is(",") ? null : expression();
        var step = words.takes(":") && !words.is("]") && !words.is(",") ? expression() : null;
        return new Expression.Slice(at, from, to, step);
    }

    private Expression atom() throws Broken, NotPython, TooDeep {
        var token = words.now();
        var at = token.at();
        return switch (token.kind()) {
            case NAME -> {
                if (Lexer.isKeyword(token)
                        && !VALUES.contains(token.text())
                        && !token.text().equals("async")
                        && !token.text().equals("await")
                        && !token.text().equals("nonlocal")) {
                    throw new Broken(at);
                }
                words.take();
                yield VALUES.contains(token.text())
                        ? new Expression.Constant(at, new Value.Word(token.text()))
                        : new Expression.Name(at, token.text());
            }
            case NUMBER -> {
                words.take();
                yield new Expression.Constant(at, Literals.number(token.text()));
            }
            case STRING, FORMAT -> strings();
            case OPERATOR -> bracket(token);
            case NEWLINE, INDENT, DEDENT, END, PIECE, FIELD, CONVERSION, SPECIFICATION, CLOSE_FIELD, CLOSE_FORMAT ->
                throw new Broken(at);
        };
    }

    private Expression bracket(Token token) throws Broken, NotPython, TooDeep {
        return switch (token.text()) {
            case "(" -> {
                words.take();
                var inner = words.is(")")
                        ? new Expression.Display(token.at(), Value.Kind.TUPLE, List.of())
                        : items(Value.Kind.TUPLE, token.at(), ")");
                words.expect(")");
                yield inner;
            }
            case "[" -> {
                words.take();
                var inner = items(Value.Kind.LIST, token.at(), "]");
                words.expect("]");
                yield inner;
            }
            case "{" -> {
                words.take();
                var inner = mapping(token.at());
                words.expect("}");
                yield inner;
            }
            case "..." -> {
                words.take();
                yield new Expression.Constant(token.at(), new Value.Word("..."));
            }
            case "`" -> {
                words.take();
                var inner = list();
                words.expect("`");
                yield new Expression.About(token.at(), inner);
            }
            default -> throw new Broken(token.at());
        };
    }

    /// What stands in round or square brackets. Round ones around one thing are no more than that.
    private Expression items(Value.Kind kind, long at, String close) throws Broken, NotPython, TooDeep {
        var items = new ArrayList<Expression>();
        var comma = false;
        while (!words.is(close)) {
            var before = words.counted();
            var item = starred();
            if (items.isEmpty() && (words.is("for") || words.is("async"))) {
                return new Expression.Comprehension(
                        at, kind == Value.Kind.TUPLE ? Value.Kind.LIST : kind, item, null, clauses());
            }
            keep(items, item, before);
            if (!words.takes(",")) {
                break;
            }
            comma = true;
        }
        return kind == Value.Kind.TUPLE && items.size() == 1 && !comma
                ? items.getFirst()
                : new Expression.Display(at, kind, items);
    }

    private Expression mapping(long at) throws Broken, NotPython, TooDeep {
        var keys = new ArrayList<@Nullable Expression>();
        var values = new ArrayList<Expression>();
        var items = new ArrayList<Expression>();
        while (!words.is("}")) {
            var before = words.counted();
            if (words.takes("**")) {
                keys.add(null);
                values.add(binary(5));
            } else {
                var first = starred();
                if (words.takes(":")) {
                    var value = expression();
                    if (words.is("for") || words.is("async")) {
                        return new Expression.Comprehension(at, null, first, value, clauses());
                    }
                    keys.add(first);
                    values.add(value);
                } else if (words.is("for") || words.is("async")) {
                    return new Expression.Comprehension(at, Value.Kind.SET, first, null, clauses());
                } else {
                    keep(items, first, before);
                }
            }
            if (!words.takes(",")) {
                break;
            }
        }
        return items.isEmpty()
                ? new Expression.Mapping(at, keys, values)
                : new Expression.Display(at, Value.Kind.SET, items);
    }

    private List<Clause> clauses() throws Broken, NotPython, TooDeep {
        var clauses = new ArrayList<Clause>();
        while (words.is("for") || words.is("async")) {
            words.takes("async");
            words.expect("for");
            var target = targets();
            words.expect("in");
            var over = binary(1);
            if (words.is("if") && !clauses.isEmpty() && words.peek().is("else")) {
                throw new Broken(words.now().at());
            }
            var conditions = new ArrayList<Expression>();
            if (words.is(",")) { // Python 2: [x for x in 1, 2]
                var several = new ArrayList<>(List.of(over));
                while (words.takes(",")) {
                    several.add(binary(1));
                }
                over = new Expression.Display(over.at(), Value.Kind.TUPLE, several);
            }
            while (words.takes("if")) {
                conditions.add(words.is("lambda") ? expression() : condition());
            }
            clauses.add(new Clause(target, over, conditions));
        }
        return clauses;
    }

    private Expression condition() throws Broken, NotPython, TooDeep {
        var test = binary(1);
        return words.is(":=") && words.takes(":=") ? new Expression.Walrus(test.at(), test, expression()) : test;
    }

    /// What `for` gives values to: no comparison, so that `in` ends it.
    Expression targets() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var first = target();
        if (!words.is(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (words.takes(",") && starts()) {
            items.add(target());
        }
        return new Expression.Display(at, Value.Kind.TUPLE, items);
    }

    /// One thing that is given a value.
    Expression target() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        return words.takes("*") ? new Expression.Starred(at, binary(5)) : binary(5);
    }

    /// Strings in a row are one. If there is a formatted one among them, its fields stand between the
    /// pieces.
    private Expression strings() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var parts = new ArrayList<Expression>();
        while (words.is(Kind.STRING) || words.is(Kind.FORMAT)) {
            if (words.is(Kind.STRING)) {
                var token = words.take();
                parts.add(new Expression.Constant(token.at(), Literals.string(text, token)));
            } else {
                words.take();
                while (!words.is(Kind.CLOSE_FORMAT)) {
                    parts.add(part());
                }
                words.take();
            }
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Expression.Constant) {
            return parts.getFirst();
        }
        return new Expression.Formatted(at, parts);
    }

    private Expression part() throws Broken, NotPython, TooDeep {
        var token = words.now();
        if (words.is(Kind.PIECE)) {
            words.take();
            return new Expression.Constant(token.at(), Literals.piece(text, token));
        }
        if (!words.is(Kind.FIELD)) {
            throw new Broken(token.at());
        }
        words.deeper();
        words.take();
        var value = list();
        words.takes("=");
        var conversion = words.is(Kind.CONVERSION) ? words.take().text() : "";
        var specification = new ArrayList<Expression>();
        if (words.is(Kind.SPECIFICATION)) {
            words.take();
            while (!words.is(Kind.CLOSE_FIELD)) {
                specification.add(part());
            }
        }
        if (!words.is(Kind.CLOSE_FIELD)) {
            throw new Broken(words.now().at());
        }
        words.take();
        words.back();
        return new Expression.Field(token.at(), value, conversion, specification);
    }

    /// The parameters of a function, up to the word that ends them.
    Parameters parameters(String close, boolean annotated) throws Broken, NotPython, TooDeep {
        var names = new ArrayList<String>();
        var defaults = new ArrayList<@Nullable Expression>();
        var worked = new ArrayList<Expression>();
        while (!words.is(close)) {
            var star = words.is("*") || words.is("**") ? words.take().text() : "";
            if (words.is("/")) {
                words.take();
            } else if (words.is("(")) { // Python 2 takes tuples apart
                words.take();
                targets();
                words.expect(")");
                names.add("()");
                defaults.add(null);
            } else if (words.is(Kind.NAME)) {
                names.add(star + words.name());
                if (annotated && words.takes(":")) {
                    worked.add(starred());
                }
                var given = words.takes("=") ? expression() : null;
                defaults.add(given);
                if (given != null) {
                    worked.add(given);
                }
            } else if (!star.equals("*")) {
                throw new Broken(words.now().at());
            }
            if (!words.takes(",")) {
                break;
            }
        }
        return new Parameters(names, defaults, worked);
    }
}
