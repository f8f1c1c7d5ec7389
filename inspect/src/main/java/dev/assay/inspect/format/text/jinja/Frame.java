package dev.assay.inspect.format.text.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bracket that is open in an expression, or the expression itself, with what has been read of it.
final class Frame {

    enum Kind {
        TAG,
        GROUP,
        LIST,
        DICT,
        SUBSCRIPT,
        CALL,
        METHOD,
        FILTER,
        TEST
    }

    /// A value that has been read.
    ///
    /// @param path how it is written if it is a variable, or a field of one
    record Operand(Value value, String path) {}

    private enum Sign {
        IF(0),
        ELSE(0),
        OR(1),
        AND(2),
        NOT(3),
        COMPARE(4),
        WITHIN(4),
        PLUS(5),
        CONCAT(6),
        TIMES(7),
        SIGNED(9),
        TEST(10);

        private final int binds;

        Sign(int binds) {
            this.binds = binds;
        }
    }

    private record Operator(Sign sign, String word) {}

    final Kind kind;
    /// What is called, subscripted or filtered.
    final Operand subject;
    /// The name of the method, filter or test.
    final String name;

    private final Deque<Operand> operands = new ArrayDeque<>();
    private final Deque<Operator> operators = new ArrayDeque<>();
    private final List<@Nullable Value> items = new ArrayList<>();
    private final Map<String, Value> named = new LinkedHashMap<>();
    private @Nullable String keyword;
    private @Nullable Value key;
    private boolean commas;
    private boolean colons;
    private boolean spread;
    private boolean keyed;
    boolean expectsOperand = true;

    Frame(Kind kind, Operand subject, String name) {
        this.kind = kind;
        this.subject = subject;
        this.name = name;
    }

    boolean isCall() {
        return kind == Kind.CALL || kind == Kind.METHOD || kind == Kind.FILTER || kind == Kind.TEST;
    }

    boolean empty() {
        return operands.isEmpty() && operators.isEmpty();
    }

    void push(Value value, String path) {
        operands.push(new Operand(value, path));
        expectsOperand = false;
    }

    Operand pop() {
        return operands.pop();
    }

    void keyword(String name) {
        keyword = name;
    }

    void spreads() {
        spread = true;
    }

    void not() {
        operators.push(new Operator(Sign.NOT, "not"));
    }

    void signed(String sign) {
        operators.push(new Operator(Sign.SIGNED, sign));
    }

    /// @return whether this word is an operator between two values
    boolean operator(String word, Folding folding, Methods methods) {
        var sign = switch (word) {
            case "if" -> Sign.IF;
            case "else" -> Sign.ELSE;
            case "or" -> Sign.OR;
            case "and" -> Sign.AND;
            case "==", "!=", "<", "<=", ">", ">=" -> Sign.COMPARE;
            case "in" -> Sign.WITHIN;
            case "+", "-" -> Sign.PLUS;
            case "~" -> Sign.CONCAT;
            case "*", "/", "//", "%", "**" -> Sign.TIMES;
            case "is" -> Sign.TEST;
            default -> null;
        };
        if (sign == null) {
            return false;
        }
        if (sign == Sign.ELSE) {
            reduce(1, folding, methods);
            if (operators.isEmpty() || operators.element().sign != Sign.IF) {
                return false;
            }
            operators.pop();
        } else {
            // what follows a condition may be another one: x if a else y if b else z
            reduce(sign == Sign.IF ? 1 : sign.binds, folding, methods);
        }
        operators.push(new Operator(sign, word));
        expectsOperand = true;
        return true;
    }

    private void reduce(int least, Folding folding, Methods methods) {
        while (!operators.isEmpty() && operators.element().sign.binds >= least) {
            var operator = operators.pop();
            var right = operands.pop();
            var value = switch (operator.sign) {
                case NOT -> Value.NUMBER;
                case SIGNED -> signed(operator.word, right.value());
                case OR, AND -> operands.pop().value().or(right.value());
                case IF -> operands.pop().value();
                case ELSE -> {
                    operands.pop(); // the condition
                    yield operands.pop().value().or(right.value());
                }
                case COMPARE -> {
                    var left = operands.pop().value();
                    methods.said(left, right.value());
                    methods.said(right.value(), left);
                    yield Value.NUMBER;
                }
                case WITHIN -> {
                    methods.said(right.value(), operands.pop().value());
                    yield Value.NUMBER;
                }
                case TEST -> {
                    operands.pop();
                    yield Value.NUMBER;
                }
                case CONCAT -> folding.concatenated(operands.pop().value(), right.value());
                case PLUS ->
                    operator.word.equals("+")
                            ? folding.plus(operands.pop().value(), right.value())
                            : folding.arithmetic("-", operands.pop().value(), right.value());
                case TIMES -> folding.arithmetic(operator.word, operands.pop().value(), right.value());
            };
            operands.push(new Operand(value, ""));
        }
    }

    private static Value signed(String sign, Value value) {
        var number = value.number();
        return number == null || !sign.equals("-") ? value : Value.number(-number);
    }

    /// The expression up to here is whole.
    private void finish(Folding folding, Methods methods) {
        reduce(0, folding, methods);
        var value = operands.pop().value();
        var word = keyword;
        if (word != null) {
            named.put(word, value);
        } else if (kind == Kind.DICT) {
            var of = key;
            var name = of == null ? null : of.only();
            if (name == null) {
                keyed = true;
                items.add(value);
                if (of != null) {
                    items.add(of);
                }
            } else {
                named.merge(name, value, Value::or);
            }
        } else {
            items.add(value);
        }
        keyword = null;
        key = null;
        expectsOperand = true;
    }

    void comma(Folding folding, Methods methods) throws NotTemplate {
        if (empty() && colons && kind == Kind.SUBSCRIPT) {
            items.add(null);
        } else {
            require(operands.size() > 0 && !expectsOperand);
            finish(folding, methods);
        }
        commas = true;
        expectsOperand = true;
    }

    void colon(Folding folding, Methods methods) throws NotTemplate {
        if (kind == Kind.DICT) {
            require(key == null && !expectsOperand);
            reduce(0, folding, methods);
            key = operands.pop().value();
        } else {
            require(kind == Kind.SUBSCRIPT && items.size() < 64);
            colons = true;
            if (empty()) {
                items.add(null);
            } else {
                require(!expectsOperand);
                finish(folding, methods);
            }
        }
        expectsOperand = true;
    }

    /// No more follows in this bracket.
    void close(Folding folding, Methods methods) throws NotTemplate {
        if (empty()) {
            require(key == null && keyword == null);
            if (colons) {
                items.add(null);
            }
        } else {
            require(!expectsOperand && (kind != Kind.DICT || key != null));
            finish(folding, methods);
        }
    }

    boolean colons() {
        return colons;
    }

    List<@Nullable Value> parts() {
        return items;
    }

    private List<Value> values() {
        var values = new ArrayList<Value>();
        for (var it : items) {
            if (it != null) {
                values.add(it);
            }
        }
        return values;
    }

    /// One value, or a tuple of several.
    Value value() {
        var values = values();
        return values.size() == 1 && !commas ? values.getFirst() : Value.list(values, true);
    }

    Value list() {
        return Value.list(values(), true);
    }

    Value dict() {
        var table = Value.table(named);
        if (!keyed) {
            return table;
        }
        // a key that is not one known text may be any of them
        return table.or(Value.list(values(), false));
    }

    Arguments arguments() {
        return new Arguments(values(), named, spread);
    }

    private void require(boolean holds) throws NotTemplate {
        if (!holds) {
            throw new NotTemplate("an expression is whole", 0);
        }
    }
}
