package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Items;
import dev.assay.inspect.source.Value.Text;
import dev.assay.inspect.source.Value.Whole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `%`, `str.format` and formatted strings, with constants in the simple fields that names are put
/// together with.
final class Formatting {

    private Formatting() {}

    static @Nullable Value percent(Text pattern, Value given) {
        var values = given instanceof Items it && it.kind() == Value.Kind.TUPLE ? it.items() : List.of(given);
        var chars = new StringBuilder();
        var next = 0;
        var how = pattern.how();
        for (var i = 0; i < pattern.chars().length(); i++) {
            var it = pattern.chars().charAt(i);
            if (it != '%') {
                chars.append(it);
                continue;
            }
            var kind = ++i < pattern.chars().length() ? pattern.chars().charAt(i) : ' ';
            if (kind == '%') {
                chars.append('%');
                continue;
            }
            var value = next < values.size() ? one(values.get(next++), String.valueOf(kind)) : null;
            if (value == null || "scdi".indexOf(kind) < 0) {
                return null;
            }
            chars.append(value.chars());
            how = how.isEmpty() ? value.how() : how;
        }
        return new Text(chars.toString(), pattern.bytes(), how);
    }

    static @Nullable Value format(Text pattern, Arguments given) {
        var chars = new StringBuilder();
        var next = 0;
        var how = pattern.how();
        var all = pattern.chars();
        for (var i = 0; i < all.length(); i++) {
            var it = all.charAt(i);
            if ((it == '{' || it == '}') && i + 1 < all.length() && all.charAt(i + 1) == it) {
                chars.append(it);
                i++;
                continue;
            }
            if (it != '{') {
                chars.append(it);
                continue;
            }
            var close = all.indexOf('}', i);
            if (close < 0) {
                return null;
            }
            var field = all.substring(i + 1, close).split(":", 2);
            var value = field[0].isEmpty()
                    ? given.get(next++)
                    : field[0].chars().allMatch(Character::isDigit) && field[0].length() < 4
                            ? given.get(Integer.parseInt(field[0]))
                            : given.named().getOrDefault(field[0], Value.UNKNOWN);
            var part = one(value, field.length > 1 ? field[1] : "");
            if (part == null) {
                return null;
            }
            chars.append(part.chars());
            how = how.isEmpty() ? part.how() : how;
            i = close;
        }
        return chars.length() > Decoding.MOST ? null : new Text(chars.toString(), false, how);
    }

    /// One value by its specification, or null.
    static @Nullable Text one(Value value, String specification) {
        return switch (value) {
            case Text it ->
                specification.isEmpty() || specification.equals("s") || specification.equals("c") ? it : null;
            case Whole it ->
                switch (specification) {
                    case "", "d", "s", "i" -> Value.text(Long.toString(it.number()));
                    case "c" ->
                        Character.isValidCodePoint((int) it.number())
                                ? new Text(Character.toString((int) it.number()), false, "character codes")
                                : null;
                    case "x" -> Value.text(Long.toHexString(it.number()));
                    default -> null;
                };
            default -> null;
        };
    }
}
