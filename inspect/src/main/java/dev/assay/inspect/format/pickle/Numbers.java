package dev.assay.inspect.format.pickle;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers written as text, in any way some reader takes: writers only ever write plain decimals.
///
/// @param value null if no reader takes it
/// @param usual whether a writer would have written it so
record Numbers(@Nullable Value value, boolean usual) {

    private static final Numbers NONE = new Numbers(null, false);

    /// The argument of INT and LONG, and the indices of GET and PUT.
    ///
    /// @param suffix whether a trailing `L` is how writers write it
    static Numbers integer(String line, boolean suffix) {
        var text = line.strip();
        var usual = text.equals(line);
        if (text.endsWith("L") || text.endsWith("l")) {
            text = text.substring(0, text.length() - 1);
            usual &= suffix && line.endsWith("L");
        }
        var negative = text.startsWith("-");
        var digits = text.startsWith("+") || negative ? text.substring(1) : text;
        usual &= !text.startsWith("+") && (digits.length() < 2 || digits.charAt(0) != '0') && !text.equals("-0");
        var radix = 10;
        if (digits.length() > 2 && digits.charAt(0) == '0') {
            radix = switch (digits.toLowerCase(Locale.ROOT).charAt(1)) {
                case 'x' -> 16;
                case 'o' -> 8;
                case 'b' -> 2;
                default -> 10;
            };
            digits = radix == 10 ? digits : digits.substring(2);
            if (radix != 10 && digits.startsWith("_")) {
                digits = digits.substring(1);
                usual = false;
            }
        }
        if (digits.isEmpty()) {
            return NONE;
        }
        var number = 0L;
        var fits = true;
        for (var i = 0; i < digits.length(); i++) {
            var c = digits.charAt(i);
            var digit = Character.digit(c, radix);
            if (c == '_' && i > 0) {
                usual = false;
                continue;
            }
            if (digit < 0) {
                return NONE;
            }
            usual &= c < 128;
            fits &= number <= (Long.MAX_VALUE - digit) / radix;
            number = fits ? number * radix + digit : number;
        }
        return new Numbers(
                fits ? Value.Int.of(negative ? -number : number) : new Value.Int(number, false), usual && radix == 10);
    }

    /// Whether it is written in the characters writers use, all but for infinities and what is no number.
    private static boolean isDecimal(String line) {
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != 'e' && c != '+') {
                return false;
            }
        }
        return true;
    }

    /// The argument of FLOAT.
    static Numbers real(String line) {
        if (!line.isEmpty() && isDecimal(line)) {
            try {
                return new Numbers(new Value.Real(Double.parseDouble(line)), true);
            } catch (NumberFormatException other) {
                return NONE;
            }
        }
        var text = line.strip().toLowerCase(Locale.ROOT);
        var bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (bare.equals("nan")) {
            return new Numbers(new Value.Real(Double.NaN), true);
        }
        if (bare.equals("inf") || bare.equals("infinity")) {
            return new Numbers(
                    new Value.Real(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY), true);
        }
        if (bare.isEmpty() || !bare.chars().allMatch(c -> "0123456789.e+-_".indexOf(c) >= 0)) {
            return NONE;
        }
        try {
            return new Numbers(
                    new Value.Real(Double.parseDouble(text.replace("_", ""))),
                    text.equals(line) && text.indexOf('_') < 0);
        } catch (NumberFormatException none) {
            return NONE;
        }
    }
}
