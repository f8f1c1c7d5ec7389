package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Items;
import dev.assay.inspect.source.Value.Kind;
import dev.assay.inspect.source.Value.Text;
import dev.assay.inspect.source.Value.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Python's own functions and operators make of constants: names and commands are put together from
/// pieces to hide them.
///
/// Only what is exact is folded; everything else is unknown.
final class Folding {

    private static final int MOST_ITEMS = 100_000;

    private Folding() {}

    /// @return null if the function is not one of these, or its arguments are not known
    static @Nullable Value function(String name, Arguments given) {
        var one = given.get(0);
        var encoding = Decoding.undoneBy(name);
        if (encoding.isPresent() && one instanceof Text text) {
            var undone = name.equals("codecs.decode")
                    ? Decoding.recoded(text, chars(given.get(1, "encoding"), "utf-8"), false)
                    : encoding.get().equals("marshal")
                            ? Optional.of(text.as("marshal"))
                            : Decoding.undone(text, encoding.get());
            return undone.isPresent() ? undone.get() : new Value.Unknown(Value.Origin.DECODED);
        }
        if (encoding.isPresent()) {
            return null;
        }
        return switch (name) {
            case "chr", "unichr" ->
                one instanceof Whole it && Character.isValidCodePoint((int) it.number())
                        ? new Text(Character.toString((int) it.number()), false, "character codes")
                        : null;
            case "ord" ->
                one instanceof Text it && it.chars().length() == 1
                        ? new Whole(it.chars().charAt(0))
                        : null;
            case "str", "bytes", "bytearray", "repr" -> text(name, given);
            case "int" -> whole(given);
            case "len" ->
                one instanceof Text it
                        ? new Whole(it.chars().length())
                        : one instanceof Items it ? new Whole(it.items().size()) : null;
            case "hex" -> one instanceof Whole it ? Value.text("0x" + Long.toHexString(it.number())) : null;
            case "list", "tuple", "set" ->
                items(one)
                        .<Value>map(it -> new Items(name.equals("tuple") ? Kind.TUPLE : Kind.LIST, it))
                        .orElse(null);
            case "reversed" ->
                items(one).<Value>map(it -> new Items(Kind.LIST, it.reversed())).orElse(null);
            case "range", "xrange" -> range(given);
            case "codecs.encode" ->
                one instanceof Text it
                        ? Decoding.recoded(it, chars(given.get(1, "encoding"), "utf-8"), true)
                                .orElse(null)
                        : null;
            case "zip" -> zipped(given);
            case "enumerate" -> items(one).<Value>map(Folding::numbered).orElse(null);
            case "dict" ->
                given.size() == 0 && !given.open() && !given.named().isEmpty()
                        ? new Value.Table(given.named(), List.of())
                        : null;
            case "os.path.join" -> joined(given.positional(), "/");
            case "textwrap.dedent", "os.path.expanduser", "shlex.quote" -> one instanceof Text ? one : null;
            default -> null;
        };
    }

    private static @Nullable Value text(String name, Arguments given) {
        var one = given.get(0);
        var bytes = name.startsWith("byte");
        if (one instanceof Text it) {
            return it.bytes() == bytes || given.size() > 1
                    ? given.size() > 1
                            ? Decoding.recoded(it, chars(given.get(1), "utf-8"), bytes)
                                    .orElse(null)
                            : it
                    : null;
        }
        if (bytes) {
            return codes(one);
        }
        return one instanceof Whole it && name.equals("str") ? Value.text(Long.toString(it.number())) : null;
    }

    /// Bytes from their numbers.
    private static @Nullable Value codes(Value numbers) {
        if (!(numbers instanceof Items it)) {
            return null;
        }
        var chars = new StringBuilder();
        for (var each : it.items()) {
            if (!(each instanceof Whole whole) || whole.number() < 0 || whole.number() > 255) {
                return null;
            }
            chars.append((char) whole.number());
        }
        return new Text(chars.toString(), true, "character codes");
    }

    private static @Nullable Value whole(Arguments given) {
        if (given.get(0) instanceof Whole it) {
            return it;
        }
        var base = given.get(1, "base") instanceof Whole it ? it.number() : 10;
        if (given.get(0) instanceof Text it && base >= 2 && base <= 36) {
            try {
                var digits = it.chars().strip().replace("_", "");
                var prefixed = base == 16 && digits.startsWith("0x") || base == 2 && digits.startsWith("0b");
                return new Whole(Long.parseLong(prefixed ? digits.substring(2) : digits, (int) base));
            } catch (NumberFormatException not) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Value range(Arguments given) {
        var numbers = new ArrayList<Long>();
        for (var it : given.positional()) {
            if (!(it instanceof Whole whole)) {
                return null;
            }
            numbers.add(whole.number());
        }
        if (numbers.isEmpty() || given.open()) {
            return null;
        }
        var from = numbers.size() == 1 ? 0 : numbers.getFirst();
        var to = numbers.size() == 1 ? numbers.getFirst() : numbers.get(1);
        var step = numbers.size() > 2 ? numbers.get(2) : 1;
        if (step == 0
                || Math.abs(from) > 1L << 40
                || Math.abs(to) > 1L << 40
                || Math.abs((to - from) / step) > MOST_ITEMS) {
            return null;
        }
        var items = new ArrayList<Value>();
        for (var i = from; step > 0 ? i < to : i > to; i += step) {
            items.add(new Whole(i));
        }
        return new Items(Kind.LIST, items);
    }

    private static @Nullable Value zipped(Arguments given) {
        var all = given.positional().stream().map(Folding::items).toList();
        if (all.isEmpty() || given.open() || all.stream().anyMatch(Optional::isEmpty)) {
            return null;
        }
        var length = all.stream().mapToInt(it -> it.get().size()).min().orElse(0);
        var items = new ArrayList<Value>();
        for (var i = 0; i < length; i++) {
            var at = i;
            items.add(new Items(
                    Kind.TUPLE, all.stream().map(it -> it.get().get(at)).toList()));
        }
        return new Items(Kind.LIST, items);
    }

    private static Items numbered(List<Value> items) {
        var pairs = new ArrayList<Value>();
        for (var i = 0; i < items.size(); i++) {
            pairs.add(new Items(Kind.TUPLE, List.of(new Whole(i), items.get(i))));
        }
        return new Items(Kind.LIST, pairs);
    }

    private static @Nullable Value joined(List<Value> parts, String with) {
        var chars = new StringBuilder();
        var how = "";
        for (var part : parts) {
            if (!(part instanceof Text it) || chars.length() + it.chars().length() > Decoding.MOST) {
                return null;
            }
            how = how.isEmpty() ? it.how() : how;
            chars.append(chars.isEmpty() ? "" : with).append(it.chars());
        }
        return new Text(chars.toString(), false, how);
    }

    /// What a method of a constant gives, or null.
    static @Nullable Value method(Value of, String name, Arguments given) {
        return switch (of) {
            case Text text -> textMethod(text, name, given);
            case Items items ->
                switch (name) {
                    case "copy" -> items;
                    case "__getitem__" -> subscript(items, given.get(0));
                    default -> null;
                };
            case Value.Table table ->
                switch (name) {
                    case "get", "__getitem__", "pop" -> subscript(table, given.get(0));
                    case "values" ->
                        table.rest().isEmpty()
                                ? new Items(
                                        Kind.LIST, List.copyOf(table.entries().values()))
                                : null;
                    default -> null;
                };
            case Whole whole ->
                name.equals("to_bytes") && given.get(0, "length") instanceof Whole length
                        ? bytes(whole.number(), length.number(), chars(given.get(1, "byteorder"), "big"))
                        : null;
            default -> null;
        };
    }

    private static @Nullable Value bytes(long number, long length, String order) {
        if (length < 0 || length > 8 || number < 0) {
            return null;
        }
        var chars = new StringBuilder();
        for (var i = length - 1; i >= 0; i--) {
            chars.append((char) (number >> 8 * i & 0xff));
        }
        return new Text(
                order.equals("little") ? chars.reverse().toString() : chars.toString(), true, "character codes");
    }

    private static @Nullable Value textMethod(Text text, String name, Arguments given) {
        var chars = text.chars();
        return switch (name) {
            case "join" -> join(text, given.get(0));
            case "replace" ->
                given.get(0) instanceof Text old
                                && given.get(1) instanceof Text fresh
                                && given.size() == 2
                                && (long) chars.length() * (fresh.chars().length() + 1) <= Decoding.MOST
                        ? with(text, chars.replace(old.chars(), fresh.chars()))
                        : null;
            case "strip" -> given.size() == 0 ? with(text, chars.strip()) : null;
            case "lstrip" -> given.size() == 0 ? with(text, chars.stripLeading()) : null;
            case "rstrip" -> given.size() == 0 ? with(text, chars.stripTrailing()) : null;
            case "lower", "casefold" -> with(text, chars.toLowerCase(Locale.ROOT));
            case "upper" -> with(text, chars.toUpperCase(Locale.ROOT));
            case "split" -> split(text, given);
            case "encode", "decode" ->
                Decoding.recoded(text, chars(given.get(0, "encoding"), "utf-8"), name.equals("encode"))
                        .orElse(null);
            case "format" -> Formatting.format(text, given);
            case "__getitem__" -> subscript(text, given.get(0));
            case "__add__" -> Operators.binary("+", text, given.get(0));
            case "__mod__" -> Operators.binary("%", text, given.get(0));
            default -> null;
        };
    }

    static Text with(Text text, String chars) {
        return new Text(chars, text.bytes(), text.how());
    }

    private static @Nullable Value join(Text between, Value list) {
        var items = items(list);
        if (items.isEmpty()) {
            return null;
        }
        var chars = new StringBuilder();
        var how = between.how();
        for (var it : items.get()) {
            if (!(it instanceof Text part) || chars.length() + part.chars().length() > Decoding.MOST) {
                return null;
            }
            chars.append(chars.isEmpty() ? "" : between.chars()).append(part.chars());
            how = how.isEmpty() ? part.how() : how;
        }
        return new Text(chars.toString(), between.bytes(), how);
    }

    private static @Nullable Value split(Text text, Arguments given) {
        if (given.size() > 1 || !given.named().isEmpty()) {
            return null;
        }
        var parts = given.size() == 0
                ? List.of(text.chars().strip().split("\\s+"))
                : given.get(0) instanceof Text by && !by.chars().isEmpty()
                        ? List.of(text.chars().split(Pattern.quote(by.chars()), -1))
                        : List.<String>of();
        return parts.isEmpty()
                ? null
                : new Items(
                        Kind.LIST,
                        parts.stream().<Value>map(it -> with(text, it)).toList());
    }

    /// What is got one by one out of a value.
    static Optional<List<Value>> items(Value value) {
        return switch (value) {
            case Items it -> Optional.of(it.items());
            case Text it -> {
                if (it.chars().length() > MOST_ITEMS) {
                    yield Optional.empty();
                }
                var each = new ArrayList<Value>();
                it.chars()
                        .chars()
                        .forEach(one -> each.add(
                                it.bytes() ? new Whole(one) : new Text(String.valueOf((char) one), false, it.how())));
                yield Optional.of(each);
            }
            case Value.Table it ->
                it.rest().isEmpty()
                        ? Optional.of(it.entries().keySet().stream()
                                .<Value>map(Value::text)
                                .toList())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    static @Nullable Value subscript(Value of, Value key) {
        if (of instanceof Value.Table it && key instanceof Text name) {
            var found = it.entries().get(name.chars());
            return found != null && it.rest().isEmpty() ? found : null;
        }
        if (!(key instanceof Whole whole)) {
            return null;
        }
        var size = of instanceof Text it
                ? it.chars().length()
                : of instanceof Items it ? it.items().size() : 0;
        var at = whole.number() < 0 ? whole.number() + size : whole.number();
        if (at < 0 || at >= size) {
            return null;
        }
        return switch (of) {
            case Text it ->
                it.bytes()
                        ? new Whole(it.chars().charAt((int) at))
                        : with(it, String.valueOf(it.chars().charAt((int) at)));
            case Items it -> it.items().get((int) at);
            default -> null;
        };
    }

    /// `value[from:to:step]`, each of which may be left out.
    static @Nullable Value slice(Value of, @Nullable Value from, @Nullable Value to, @Nullable Value step) {
        var all = items(of);
        if (all.isEmpty() || isUnknown(from) || isUnknown(to) || isUnknown(step)) {
            return null;
        }
        var size = all.get().size();
        var by = step instanceof Whole it ? it.number() : 1;
        if (by == 0) {
            return null;
        }
        var first = bound(from, size, by > 0 ? 0 : size - 1, by);
        var last = bound(to, size, by > 0 ? size : -1, by);
        var picked = new ArrayList<Value>();
        for (var i = first; by > 0 ? i < last : i > last; i += by) {
            picked.add(all.get().get((int) i));
        }
        if (of instanceof Text text) {
            var chars = new StringBuilder();
            picked.forEach(it -> chars.append(it instanceof Whole whole ? (char) whole.number() : ((Text) it).chars()));
            var part = with(text, chars.toString());
            return by == 1 ? part : part.as(by == -1 ? "reversed letters" : "every so many letters");
        }
        return new Items(of instanceof Items it ? it.kind() : Kind.LIST, Collections.unmodifiableList(picked));
    }

    private static boolean isUnknown(@Nullable Value bound) {
        return bound != null && !(bound instanceof Whole) && !bound.equals(Value.NONE);
    }

    private static long bound(@Nullable Value given, int size, long otherwise, long by) {
        if (!(given instanceof Whole it)) {
            return otherwise;
        }
        var at = it.number() < 0 ? it.number() + size : it.number();
        return by > 0 ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1);
    }

    static String chars(Value value, String otherwise) {
        return value instanceof Text it ? it.chars() : otherwise;
    }
}
