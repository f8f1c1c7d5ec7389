package dev.assay.inspect.format.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out what operators, slices and formats make of values that are known.
final class Folding {

    private static final int MOST = 64;
    private static final int LONGEST = 4096;

    /// A format that makes a letter of a number.
    private static final Pattern LETTER = Pattern.compile("%(\\(\\w*\\))?[-#0 +*\\d.]*c|\\{[^{}]*:[^{}]*c\\}");

    /// A format that asks its argument for an attribute or an item.
    private static final Pattern ASKING = Pattern.compile("\\{\\w*[.\\[]\\w");

    private static final Pattern FIELD = Pattern.compile("\\{(\\w*)\\}");
    private static final Pattern PERCENT = Pattern.compile("%(?:\\((\\w+)\\))?([sdi%])");

    private final Facts facts;

    Folding(Facts facts) {
        this.facts = facts;
    }

    /// `~`, and `+` of texts.
    Value concatenated(Value left, Value right) {
        var some = strings(left);
        var others = strings(right);
        if (some == null || others == null || some.size() * others.size() > MOST) {
            return made(left, right);
        }
        var all = new LinkedHashSet<String>();
        for (var one : some) {
            for (var other : others) {
                if (one.length() + other.length() > LONGEST * 2) {
                    return made(left, right);
                }
                all.add(one + other);
            }
        }
        return puts(all, List.of(left, right));
    }

    Value plus(Value left, Value right) {
        var number = left.number();
        var other = right.number();
        if (left.onlyNumber() && right.onlyNumber() && number != null && other != null) {
            return Value.number(number + other);
        }
        if (left.onlyNumber() || right.onlyNumber()) {
            return Value.NUMBER;
        }
        var some = left.items();
        var others = right.items();
        if (some != null && others != null && left.ordered() && right.ordered()) {
            var all = new ArrayList<>(some);
            all.addAll(others);
            return all.size() > MOST ? bag(left.or(right)) : Value.list(all, true);
        }
        if (some != null || others != null) {
            return bag(left.or(right));
        }
        return concatenated(left, right);
    }

    Value arithmetic(String sign, Value left, Value right) {
        if (sign.equals("%") && !(left.onlyGiven() && !left.said())) {
            return left.texts().isEmpty() && !left.made() ? Value.NUMBER : formatted(left, listOf(right), Map.of());
        }
        if (sign.equals("*") && !(left.onlyGiven() && right.onlyGiven())) {
            return repeated(left, right);
        }
        var one = left.number();
        var other = right.number();
        if (one == null || other == null) {
            return Value.NUMBER;
        }
        return switch (sign) {
            case "-" -> Value.number(one - other);
            case "*" -> Value.number(one * other);
            case "//" -> other == 0 ? Value.NUMBER : Value.number(Math.floorDiv(one, other));
            case "%" -> other == 0 ? Value.NUMBER : Value.number(Math.floorMod(one, other));
            case "**" -> one == 2 && other >= 0 && other < 62 ? Value.number(1L << other) : Value.NUMBER;
            default -> Value.NUMBER;
        };
    }

    private static List<Value> listOf(Value value) {
        var items = value.items();
        return items != null && value.ordered() ? items : List.of(value);
    }

    private Value repeated(Value left, Value right) {
        var count = left.onlyNumber() ? left.number() : right.number();
        var text = left.onlyNumber() ? right : left;
        if (count == null || !text.known()) {
            return text.items() != null ? bag(text) : made(left, right);
        }
        return mapped(text, it -> it.length() * count > LONGEST ? null : it.repeat((int) Math.max(0, count)));
    }

    /// A list of the same things, in an order that is not known.
    static Value bag(Value value) {
        return new Value(
                value.texts(),
                value.literal(),
                value.kinds(),
                null,
                value.items(),
                false,
                value.fields(),
                value.weight());
    }

    /// What a function of one text makes of each that is possible; null where it cannot be told.
    Value mapped(Value value, UnaryOperator<@Nullable String> function) {
        if (!value.known()) {
            return value.onlyGiven() ? worded(value) : made(value, Value.NOTHING);
        }
        var all = new LinkedHashSet<String>();
        for (var text : value.texts()) {
            var it = function.apply(text);
            if (it == null) {
                return Value.MADE;
            }
            all.add(it);
        }
        return puts(all, List.of(value));
    }

    private static Value worded(Value value) {
        return value.said() ? value.kind(Value.WORDED_KIND) : value;
    }

    /// Texts that were put together, and not only repeated.
    Value puts(Set<String> all, List<Value> of) {
        for (var text : all) {
            if (Names.isWayOut(text)
                    && of.stream().noneMatch(it -> it.texts().stream().anyMatch(Names::isWayOut))) {
                facts.leaves("a name put together: '" + text + "'");
            }
        }
        return Value.texts(all, false);
    }

    static Value made(Value... of) {
        var said = false;
        for (var it : of) {
            said |= it.said();
        }
        return said ? Value.MADE.kind(Value.SAID_KIND | Value.WORDED_KIND) : Value.MADE;
    }

    /// The texts it may be when printed, or null.
    static @Nullable Set<String> strings(Value value) {
        if (value.onlyNumber() && value.number() != null) {
            return Set.of(String.valueOf(value.number()));
        }
        return value.known() ? value.texts() : null;
    }

    /// `text[from:to:step]`, each part a number, or null where it is left out.
    Value sliced(Value value, List<@Nullable Value> parts) {
        for (var part : parts) {
            if (part != null && (!part.onlyNumber() || part.number() == null)) {
                return value.known() ? Value.MADE : value.items() != null ? bag(value) : value;
            }
        }
        if (value.known()) {
            return mapped(value, it -> slice(it, parts));
        }
        var items = value.items();
        if (items != null && value.ordered()) {
            var picked = new ArrayList<Value>();
            for (var i : indexes(items.size(), parts)) {
                picked.add(items.get(i));
            }
            return Value.list(picked, true);
        }
        return value;
    }

    private static String slice(String text, List<@Nullable Value> parts) {
        var points = text.codePoints().toArray();
        var picked = new StringBuilder();
        for (var i : indexes(points.length, parts)) {
            picked.appendCodePoint(points[i]);
        }
        return picked.toString();
    }

    private static List<Integer> indexes(int length, List<@Nullable Value> parts) {
        var step = part(parts, 2, 1);
        var picked = new ArrayList<Integer>();
        if (step == 0) {
            return picked;
        }
        var from = part(parts, 0, step > 0 ? 0 : Long.MAX_VALUE);
        var to = part(parts, 1, step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
        var start = bounded(from, length, step);
        var end = to == Long.MIN_VALUE ? -1 : bounded(to, length, step);
        for (var i = start; step > 0 ? i < end : i > end; i += step) {
            if (i >= 0 && i < length) {
                picked.add((int) i);
            }
        }
        return picked;
    }

    private static long bounded(long index, int length, long step) {
        var it = index < 0 ? index + length : index;
        return step > 0 ? Math.clamp(it, 0, length) : Math.clamp(it, -1, length - 1);
    }

    private static long part(List<@Nullable Value> parts, int index, long otherwise) {
        var part = index < parts.size() ? parts.get(index) : null;
        var number = part == null ? null : part.number();
        return number == null ? otherwise : Math.clamp(number, -1_000_000, 1_000_000);
    }

    /// `value[index]` with a number.
    static Value at(Value value, long index) {
        var items = value.items();
        if (items != null && value.ordered() && value.kinds() == 0) {
            var there = index < 0 ? index + items.size() : index;
            return there >= 0 && there < items.size() ? items.get((int) there) : Value.NOTHING;
        }
        if (value.known()) {
            var letters = new LinkedHashSet<String>();
            for (var text : value.texts()) {
                var points = text.codePoints().toArray();
                var there = index < 0 ? index + points.length : index;
                if (there >= 0 && there < points.length) {
                    letters.add(Character.toString(points[(int) there]));
                }
            }
            return letters.isEmpty() ? Value.NOTHING : Value.texts(letters, false);
        }
        return value.each();
    }

    /// `'%s' % x`, `'%s'|format(x)`, `'{}'.format(x)`.
    Value formatted(Value format, List<Value> arguments, Map<String, Value> named) {
        for (var text : format.texts()) {
            if (LETTER.matcher(text).find()) {
                facts.leaves("letters made of numbers");
            }
        }
        var text = format.only();
        if (text == null || text.indexOf('%') < 0) {
            return text == null ? made(format) : puts(Set.of(text), List.of(format));
        }
        return filled(text, PERCENT, format, arguments, named, false);
    }

    Value braced(Value format, List<Value> arguments, Map<String, Value> named) {
        for (var text : format.texts()) {
            if (LETTER.matcher(text).find()) {
                facts.leaves("letters made of numbers");
            }
            if (ASKING.matcher(text).find()) {
                facts.leaves("a format that asks for attributes");
            }
        }
        if (format.made()) {
            facts.leaves("a format that is put together");
        }
        var text = format.only();
        return text == null ? made(format) : filled(text, FIELD, format, arguments, named, true);
    }

    private Value filled(
            String text,
            Pattern fields,
            Value format,
            List<Value> arguments,
            Map<String, Value> named,
            boolean braces) {
        var all = new StringBuilder();
        var next = 0;
        var from = 0;
        for (var field = fields.matcher(text); field.find(); from = field.end()) {
            all.append(text, from, field.start());
            var key = field.group(1);
            if (!braces && "%".equals(field.group(2))) {
                all.append('%');
                continue;
            }
            Value value;
            if (key == null || key.isEmpty()) {
                value = next < arguments.size() ? arguments.get(next) : null;
                next++;
            } else if (braces && key.chars().allMatch(Character::isDigit)) {
                value = key.length() < 4 && Integer.parseInt(key) < arguments.size()
                        ? arguments.get(Integer.parseInt(key))
                        : null;
            } else {
                value = named.get(key);
            }
            var strings = value == null ? null : strings(value);
            if (strings == null || strings.size() != 1 || all.length() > LONGEST) {
                return made(arguments.toArray(Value[]::new));
            }
            all.append(strings.iterator().next());
        }
        all.append(text, from, text.length());
        if (all.indexOf(braces ? "{" : "%") >= 0) {
            return Value.MADE;
        }
        var of = new ArrayList<>(arguments);
        of.add(format);
        return puts(Set.of(all.toString()), of);
    }

    /// `', '.join(items)`.
    Value joined(Value separator, Value items) {
        var between = strings(separator);
        var list = items.items();
        if (list == null || !items.ordered() || items.kinds() != 0 || between == null || between.size() != 1) {
            if (items.onlyGiven()) {
                return items.kind(Value.GIVEN_KIND | Value.MADE_KIND).without(Value.NUMBER_KIND);
            }
            return items.known() && separator.texts().equals(Set.of("")) ? items.computed() : made(separator, items);
        }
        var all = new StringBuilder();
        for (var it : list) {
            var strings = strings(it);
            if (strings == null || strings.size() != 1 || all.length() > LONGEST) {
                return made(separator, items);
            }
            all.append(all.isEmpty() ? "" : between.iterator().next())
                    .append(strings.iterator().next());
        }
        var of = new ArrayList<>(list);
        of.add(separator);
        return puts(Set.of(all.toString()), of);
    }

    /// What a method or filter of one text, without arguments, makes of it.
    static @Nullable String changed(String name, String text) {
        return switch (name) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower", "casefold" -> text.toLowerCase(Locale.ROOT);
            case "strip", "trim" -> text.strip();
            case "lstrip" -> text.stripLeading();
            case "rstrip" -> text.stripTrailing();
            case "capitalize" ->
                text.isEmpty()
                        ? text
                        : text.substring(0, 1).toUpperCase(Locale.ROOT)
                                + text.substring(1).toLowerCase(Locale.ROOT);
            case "swapcase" -> swapped(text);
            case "reverse" -> new StringBuilder(text).reverse().toString();
            case "string", "safe" -> text;
            default -> null;
        };
    }

    private static String swapped(String text) {
        var all = new StringBuilder();
        text.codePoints()
                .map(it -> Character.isUpperCase(it) ? Character.toLowerCase(it) : Character.toUpperCase(it))
                .forEach(all::appendCodePoint);
        return all.toString();
    }

    Value replaced(Value value, List<Value> arguments) {
        var from = arguments.size() > 1 ? arguments.get(0).only() : null;
        var to = arguments.size() > 1 ? arguments.get(1).only() : null;
        if (from == null || to == null || !value.known() || arguments.size() > 2) {
            return made(value);
        }
        return mapped(value, it -> {
            var all = it.replace(from, to);
            return all.length() > LONGEST * 2 ? null : all;
        });
    }

    Value stripped(String name, Value value, List<Value> arguments) {
        if (arguments.isEmpty()) {
            return mapped(value, it -> changed(name, it));
        }
        var letters = arguments.getFirst().only();
        if (letters == null) {
            return value.onlyGiven() ? worded(value) : Value.MADE;
        }
        return mapped(value, it -> {
            var from = 0;
            var to = it.length();
            while (!name.equals("rstrip") && from < to && letters.indexOf(it.charAt(from)) >= 0) {
                from++;
            }
            while (!name.equals("lstrip") && to > from && letters.indexOf(it.charAt(to - 1)) >= 0) {
                to--;
            }
            return it.substring(from, to);
        });
    }

    Value split(Value value, List<Value> arguments) {
        var by = arguments.isEmpty() ? "" : arguments.getFirst().only();
        var text = value.only();
        if (value.onlyGiven()) {
            return value;
        }
        if (text == null || by == null || arguments.size() > 1) {
            return Value.list(List.of(Value.MADE), false);
        }
        var parts = new ArrayList<Value>();
        for (var part : by.isEmpty() ? text.strip().split("\\s+", -1) : text.split(Pattern.quote(by), -1)) {
            parts.add(Value.text(part, false));
            if (parts.size() > MOST) {
                return Value.list(List.of(Value.MADE), false);
            }
        }
        return Value.list(parts, true);
    }
}
