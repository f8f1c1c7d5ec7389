package dev.assay.inspect.format.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a call, a filter or a test is given.
///
/// @param spread whether a list or a dictionary was spread into it, so that there may be more
record Arguments(List<Value> values, Map<String, Value> named, boolean spread) {

    static final Arguments NONE = new Arguments(List.of(), Map.of(), false);

    Arguments {
        values = List.copyOf(values);
        named = new TreeMap<>(named);
    }

    @Nullable
    Value at(int index) {
        return index < values.size() ? values.get(index) : null;
    }

    @Nullable
    Value at(int index, String name) {
        var it = named.get(name);
        return it == null ? at(index) : it;
    }

    Value or(int index, String name, Value otherwise) {
        var it = at(index, name);
        return it == null ? otherwise : it;
    }

    /// The same without the first.
    Arguments rest() {
        return new Arguments(values.isEmpty() ? values : values.subList(1, values.size()), named, spread);
    }

    boolean isEmpty() {
        return values.isEmpty() && named.isEmpty();
    }

    /// Everything that is given, joined.
    Value all() {
        var all = Value.NOTHING;
        for (var it : values) {
            all = all.or(it);
        }
        for (var it : named.values()) {
            all = all.or(it);
        }
        return spread ? all.each().or(all) : all;
    }
}
