package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Items;
import dev.assay.inspect.source.Value.Text;
import dev.assay.inspect.source.Value.Whole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What operators make of constants; null where that is not known.
final class Operators {

    private Operators() {}

    static @Nullable Value unary(String operator, Value value) {
        if (value instanceof Whole it) {
            return switch (operator) {
                case "-" -> new Whole(-it.number());
                case "+" -> it;
                case "~" -> new Whole(~it.number());
                default -> null;
            };
        }
        if (operator.equals("not")) {
            var truth = truth(value);
            return truth == null ? null : Value.truth(!truth);
        }
        return null;
    }

    static @Nullable Value binary(String operator, Value left, Value right) {
        return switch (operator) {
            case "==" -> equal(left, right) == null ? null : Value.truth(Boolean.TRUE.equals(equal(left, right)));
            case "!=", "<>" ->
                equal(left, right) == null ? null : Value.truth(Boolean.FALSE.equals(equal(left, right)));
            case "+" -> sum(left, right);
            case "*" -> product(left, right);
            case "%" -> left instanceof Text it ? Formatting.percent(it, right) : whole(operator, left, right);
            default -> whole(operator, left, right);
        };
    }

    private static @Nullable Boolean equal(Value left, Value right) {
        if (left instanceof Text a && right instanceof Text b) {
            return a.chars().equals(b.chars()) && a.bytes() == b.bytes();
        }
        return left instanceof Whole && right instanceof Whole ? left.equals(right) : null;
    }

    private static @Nullable Value sum(Value left, Value right) {
        if (left instanceof Text a && right instanceof Text b && a.bytes() == b.bytes()) {
            return a.chars().length() + b.chars().length() > Decoding.MOST
                    ? null
                    : new Text(a.chars() + b.chars(), a.bytes(), a.how().isEmpty() ? b.how() : a.how());
        }
        if (left instanceof Items a
                && right instanceof Items b
                && a.items().size() + b.items().size() <= 100_000) {
            var all = new ArrayList<>(a.items());
            all.addAll(b.items());
            return new Items(a.kind(), all);
        }
        return whole("+", left, right);
    }

    private static @Nullable Value product(Value left, Value right) {
        var text = left instanceof Text it ? it : right instanceof Text it ? it : null;
        var times = left instanceof Whole it ? it : right instanceof Whole it ? it : null;
        if (text != null && times != null) {
            return times.number() * Math.max(1, text.chars().length()) > Decoding.MOST || times.number() > Decoding.MOST
                    ? null
                    : Folding.with(text, text.chars().repeat((int) Math.max(0, times.number())));
        }
        return whole("*", left, right);
    }

    private static @Nullable Value whole(String operator, Value left, Value right) {
        if (!(left instanceof Whole a && right instanceof Whole b)) {
            return null;
        }
        var x = a.number();
        var y = b.number();
        try {
            return switch (operator) {
                case "+" -> new Whole(Math.addExact(x, y));
                case "-" -> new Whole(Math.subtractExact(x, y));
                case "*" -> new Whole(Math.multiplyExact(x, y));
                case "//" -> y == 0 ? null : new Whole(Math.floorDiv(x, y));
                case "/" -> y == 0 || x % y != 0 ? null : new Whole(x / y);
                case "%" -> y == 0 ? null : new Whole(Math.floorMod(x, y));
                case "^" -> new Whole(x ^ y);
                case "&" -> new Whole(x & y);
                case "|" -> new Whole(x | y);
                case "<<" -> y >= 0 && y < 32 && Math.abs(x) < 1 << 30 ? new Whole(x << y) : null;
                case ">>" -> y >= 0 && y < 64 ? new Whole(x >> y) : null;
                case "<" -> Value.truth(x < y);
                case "<=" -> Value.truth(x <= y);
                case ">" -> Value.truth(x > y);
                case ">=" -> Value.truth(x >= y);
                case "**" -> power(x, y);
                default -> null;
            };
        } catch (ArithmeticException large) {
            return null;
        }
    }

    private static @Nullable Value power(long base, long exponent) {
        if (exponent < 0 || exponent > 62) {
            return null;
        }
        var result = 1L;
        for (var i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return new Whole(result);
    }

    /// Whether a constant counts as true, or null.
    static @Nullable Boolean truth(Value value) {
        return switch (value) {
            case Text it -> !it.chars().isEmpty();
            case Whole it -> it.number() != 0;
            case Value.Word it ->
                it.equals(Value.TRUE)
                        ? Boolean.TRUE
                        : it.equals(Value.FALSE) || it.equals(Value.NONE) ? Boolean.FALSE : null;
            default -> null;
        };
    }

    static List<Value> spread(Value value) {
        return Folding.items(value).orElse(List.of(Value.UNKNOWN));
    }
}
