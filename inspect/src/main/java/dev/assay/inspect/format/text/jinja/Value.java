package dev.assay.inspect.format.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an expression may stand for, as far as it is known without a conversation: an upper bound, so that whatever it
/// can be is in it.
///
/// Values only grow when they are [joined][#or], and are cut to a fixed size ([#MADE] is what remains of what was too
/// large), so that working out a template comes to an end.
///
/// @param texts the texts it may be, if they are known
/// @param literal whether each of those texts stands in the template as it is
/// @param kinds what else it may be: a sum of the constants below
/// @param number the number it is, if it is one that is known
/// @param items what it holds, if it is a list
/// @param ordered whether the items are exactly those, in that order
/// @param fields what it holds under which name
/// @param weight how many values there are in it, itself included
record Value(
        Set<String> texts,
        boolean literal,
        int kinds,
        @Nullable Long number,
        @Nullable List<Value> items,
        boolean ordered,
        @Nullable Map<String, Value> fields,
        int weight) {

    /// Whatever is given to the template: messages, tools, settings.
    static final int GIVEN_KIND = 1;
    /// What a message says.
    static final int SAID_KIND = 2;
    static final int NUMBER_KIND = 4;
    /// Put together of parts that are not all known.
    static final int MADE_KIND = 8;
    /// A macro, or a function of the engine.
    static final int FUNCTION_KIND = 16;

    /// What a message says, read as a text: it has been asked for its letters.
    static final int WORDED_KIND = 32;

    static final Value NOTHING = new Value(Set.of(), true, 0, null, null, true, null, 1);
    static final Value GIVEN = NOTHING.kind(GIVEN_KIND);
    static final Value SAID = NOTHING.kind(GIVEN_KIND | SAID_KIND);
    static final Value NUMBER = NOTHING.kind(NUMBER_KIND);
    static final Value MADE = NOTHING.kind(MADE_KIND);
    static final Value FUNCTION = NOTHING.kind(FUNCTION_KIND);

    private static final int MOST_TEXTS = 64;
    private static final int LONGEST = 1 << 14;
    private static final int HEAVIEST = 512;

    static Value text(String text, boolean literal) {
        return texts(Set.of(text), literal);
    }

    static Value texts(Set<String> texts, boolean literal) {
        if (texts.size() > MOST_TEXTS || texts.stream().mapToInt(String::length).sum() > LONGEST) {
            return MADE;
        }
        return new Value(Set.copyOf(texts), literal, 0, null, null, true, null, 1);
    }

    static Value number(long number) {
        return new Value(Set.of(), true, NUMBER_KIND, number, null, true, null, 1);
    }

    static Value list(List<Value> items, boolean ordered) {
        var weight = items.stream().mapToInt(Value::weight).sum() + 1;
        return weight > HEAVIEST || weight < 0
                ? crushed(items)
                : new Value(Set.of(), true, 0, null, List.copyOf(items), ordered, null, weight);
    }

    static Value table(Map<String, Value> fields) {
        var weight = fields.values().stream().mapToInt(Value::weight).sum() + 1;
        return weight > HEAVIEST || weight < 0
                ? crushed(new ArrayList<>(fields.values()))
                : new Value(Set.of(), true, 0, null, null, true, new TreeMap<>(fields), weight);
    }

    /// What is left of too much: if none of it is a text that may be a name, whatever is in it was given.
    private static Value crushed(List<Value> parts) {
        return parts.stream().allMatch(it -> it.texts.isEmpty() && (it.kinds & MADE_KIND) == 0 && it.weight == 1)
                ? GIVEN
                : MADE;
    }

    boolean given() {
        return (kinds & GIVEN_KIND) != 0;
    }

    boolean said() {
        return (kinds & SAID_KIND) != 0;
    }

    boolean worded() {
        return (kinds & WORDED_KIND) != 0;
    }

    boolean made() {
        return (kinds & MADE_KIND) != 0;
    }

    boolean numeric() {
        return (kinds & NUMBER_KIND) != 0;
    }

    boolean function() {
        return (kinds & FUNCTION_KIND) != 0;
    }

    /// Whether it is known to be one of these texts, and nothing else.
    boolean known() {
        return !texts.isEmpty() && kinds == 0 && items == null && fields == null;
    }

    /// Whether it is some number, and nothing else.
    boolean onlyNumber() {
        return kinds == NUMBER_KIND && texts.isEmpty() && items == null && fields == null;
    }

    /// Whether nothing of it stands in the template: it was given, or counted.
    boolean onlyGiven() {
        return texts.isEmpty() && (kinds & (MADE_KIND | FUNCTION_KIND)) == 0 && items == null && fields == null;
    }

    @Nullable
    String only() {
        return known() && texts.size() == 1 ? texts.iterator().next() : null;
    }

    /// Known letters and numbers put together are no literal any more.
    Value computed() {
        return literal ? new Value(texts, texts.isEmpty(), kinds, number, items, ordered, fields, weight) : this;
    }

    /// What a loop over it may meet.
    Value each() {
        var any =
                new Value(Set.of(), true, kinds & ~(SAID_KIND | WORDED_KIND | NUMBER_KIND), null, null, true, null, 1);
        if (items != null) {
            for (var item : items) {
                any = any.or(item);
            }
        }
        if (fields != null) {
            any = any.or(texts(fields.keySet(), false));
        }
        return texts.isEmpty() ? any : any.or(letters());
    }

    /// Everything it holds, under whatever name.
    Value held() {
        var any = each();
        if (fields != null) {
            for (var field : fields.values()) {
                any = any.or(field);
            }
        }
        return any;
    }

    private Value letters() {
        var letters = new LinkedHashSet<String>();
        for (var text : texts) {
            text.codePoints().forEach(it -> letters.add(Character.toString(it)));
        }
        return letters.isEmpty() ? NOTHING : texts(letters, false);
    }

    /// Whatever both may be.
    Value or(Value other) {
        if (equals(other) || other.equals(NOTHING)) {
            return this;
        }
        if (equals(NOTHING)) {
            return other;
        }
        var all = new LinkedHashSet<>(texts);
        all.addAll(other.texts);
        var kind = kinds | other.kinds;
        var joined = texts(all, literal && other.literal);
        kind |= joined.kinds;
        var same = number != null && number.equals(other.number) ? number : null;
        var list = items == null ? other.items : other.items == null ? items : both(items, other.items);
        var exact = ordered && other.ordered && (items == null || other.items == null || sized(other));
        var table = fields == null ? other.fields : other.fields == null ? fields : both(fields, other.fields);
        var weight = 1L
                + (list == null ? 0 : list.stream().mapToInt(Value::weight).sum())
                + (table == null
                        ? 0
                        : table.values().stream().mapToInt(Value::weight).sum());
        if (weight > HEAVIEST) {
            return new Value(joined.texts, joined.literal, kind | MADE_KIND, null, null, true, null, 1);
        }
        return new Value(joined.texts, joined.literal, kind, same, list, exact, table, (int) weight);
    }

    private boolean sized(Value other) {
        return items != null && other.items != null && items.size() == other.items.size();
    }

    private static List<Value> both(List<Value> some, List<Value> others) {
        var list = new ArrayList<Value>();
        if (some.size() == others.size()) {
            for (var i = 0; i < some.size(); i++) {
                list.add(some.get(i).or(others.get(i)));
            }
            return list;
        }
        var all = NOTHING;
        for (var it : some) {
            all = all.or(it);
        }
        for (var it : others) {
            all = all.or(it);
        }
        list.add(all);
        return list;
    }

    private static Map<String, Value> both(Map<String, Value> some, Map<String, Value> others) {
        var map = new LinkedHashMap<>(some);
        others.forEach((key, value) -> map.merge(key, value, Value::or));
        return new TreeMap<>(map);
    }

    /// What this may become if it goes on changing as it did since then.
    Value widened(Value since) {
        var before = since.fields;
        if (fields == null || before == null) {
            return vague();
        }
        var wide = new TreeMap<String, Value>();
        fields.forEach((name, value) -> wide.put(name, value.equals(before.get(name)) ? value : value.vague()));
        return new Value(texts, literal, kinds, null, items == null ? null : List.of(vague()), false, wide, weight);
    }

    private Value vague() {
        return texts.isEmpty() && items == null && fields == null
                ? new Value(texts, literal, kinds, null, null, true, null, 1)
                : new Value(Set.of(), true, kinds | MADE_KIND, null, null, true, null, 1);
    }

    Value kind(int more) {
        return new Value(texts, literal, kinds | more, number, items, ordered, fields, weight);
    }

    Value without(int kind) {
        return (kinds & kind) == 0
                ? this
                : new Value(texts, literal, kinds & ~kind, number, items, ordered, fields, weight);
    }
}
