package dev.assay.inspect.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a call is given, as far as it is known.
///
/// @param open whether there may be more than these: something was spread that is not known
record Arguments(List<Value> positional, Map<String, Value> named, boolean open) {

    static final Arguments NONE = new Arguments(List.of(), Map.of(), false);

    Arguments {
        positional = List.copyOf(positional);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named)); // in their order, which copyOf loses
    }

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of(), false);
    }

    int size() {
        return positional.size();
    }

    /// The argument at this position or of this name, or something unknown.
    Value get(int position, String name) {
        var it = named.get(name);
        return it != null ? it : get(position);
    }

    Value get(int position) {
        return position < positional.size() ? positional.get(position) : Value.UNKNOWN;
    }

    boolean has(int position, String name) {
        return named.containsKey(name) || position < positional.size();
    }

    Arguments after(List<Value> first) {
        var all = new ArrayList<>(first);
        all.addAll(positional);
        return new Arguments(all, named, open);
    }

    Arguments from(int position) {
        return new Arguments(positional.subList(Math.min(position, positional.size()), positional.size()), named, open);
    }

    List<Value> all() {
        var all = new ArrayList<>(positional);
        all.addAll(named.values());
        return all;
    }
}
