package dev.assay.inspect.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of a module, a class or a function, and what they stand for.
final class Scope {

    private final Map<String, Value> names = new HashMap<>();

    /// Everything each name ever stood for.
    private final Map<String, Value> ever = new HashMap<>();

    /// Lists in lists beyond this are not kept.
    private static final int DEEPEST = 50;

    private boolean wide;
    private final Set<String> globals = new HashSet<>();
    private final @Nullable Scope outer;
    private final boolean ofClass;

    /// Modules of which every name was imported; of a module only.
    final List<String> stars = new ArrayList<>();

    Scope(@Nullable Scope outer, boolean ofClass) {
        this.outer = outer;
        this.ofClass = ofClass;
    }

    Scope module() {
        var scope = this;
        while (scope.outer != null) {
            scope = scope.outer;
        }
        return scope;
    }

    /// The names that are given to the module, or a function around, from here.
    void share(List<String> shared) {
        globals.addAll(shared);
    }

    /// What the name stands for here, or null.
    @Nullable
    Value find(String name) {
        var here = own(name);
        var scope = outer;
        while (here == null && scope != null) {
            here = scope.ofClass ? null : scope.own(name); // methods do not see the names of their class
            scope = scope.outer;
        }
        return here;
    }

    /// What the name stands for in this very scope, or null.
    @Nullable
    Value own(String name) {
        return names.get(name);
    }

    /// @param certain whether nothing else can have happened to the name
    void give(String name, Value given, boolean certain) {
        var scope = globals.contains(name) ? module() : this;
        var value = Value.isDeep(given, DEEPEST) ? Value.UNKNOWN : given;
        var before = scope.names.get(name);
        if (before == null && (!certain || scope.wide)) {
            var around = scope.outer == null ? null : scope.outer.find(name);
            before = around == null ? new Value.Named(name) : around; // what it is if nothing happens to it
        }
        scope.names.put(name, before == null || certain && !scope.wide ? value : Value.either(before, value));
        scope.ever.merge(name, value, Value::either);
    }

    /// From here on every name may stand for whatever it ever did: a function runs nobody knows when.
    void widen() {
        for (var scope = this; scope != null && !scope.wide; scope = scope.outer) {
            scope.wide = true;
            scope.ever.forEach(scope.names::putIfAbsent);
            scope.names.replaceAll(scope::ever);
        }
    }

    private Value ever(String name, Value now) {
        return Value.either(ever.getOrDefault(name, now), now);
    }

    void forget(String name) {
        names.remove(name);
    }

    boolean isOfClass() {
        return ofClass;
    }

    /// The scope around this one.
    Scope around() {
        return outer == null ? this : outer;
    }

    Map<String, Value> all() {
        return names;
    }
}
