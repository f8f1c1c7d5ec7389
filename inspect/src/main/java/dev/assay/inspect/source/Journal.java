package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was found while a source was gone through, and which function calls which.
final class Journal {

    private static final int MOST = 400;

    private record Entry(long at, String name, Function owner, String sense, String what, boolean onlyAtImport) {}

    final List<Function> functions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Entry> known = new LinkedHashSet<>();
    private final Map<Function, Set<Function>> calls = new HashMap<>();
    private final Map<Function, Set<String>> byName = new HashMap<>();
    private boolean full;

    /// @param onlyAtImport whether it is ordinary in a function that somebody has to call
    void act(long at, String name, Function owner, String sense, String what, boolean onlyAtImport) {
        if (entries.size() >= MOST) {
            full = true;
            return;
        }
        var entry = new Entry(at, name, owner, sense, what, onlyAtImport);
        if (known.add(entry)) {
            entries.add(entry);
        }
    }

    /// Whether there was more to say than is kept.
    boolean full() {
        return full;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void calls(Function caller, Function callee) {
        calls.computeIfAbsent(caller, any -> new LinkedHashSet<>()).add(callee);
    }

    /// The caller calls something of this name, of an object we do not know.
    void callsSome(Function caller, String name) {
        byName.computeIfAbsent(caller, any -> new LinkedHashSet<>()).add(name);
    }

    /// Everything done, once each, by where it stands: the soonest time it may happen, and the most that
    /// is known of it.
    List<Act> acts(Function imported, Function script, boolean all) {
        var reach = new Reach(functions, calls, byName, imported, script);
        var acts = new LinkedHashMap<String, Act>();
        for (var it : entries) {
            var when = reach.when(it.owner);
            if (it.onlyAtImport && !(all && when == When.IMPORT) && it.sense.isEmpty()) {
                continue;
            }
            acts.merge(it.at + " " + it.name, new Act(it.at, when, it.sense, it.what), Journal::merged);
        }
        return acts.values().stream()
                .sorted((a, b) -> Long.compare(a.at(), b.at()))
                .toList();
    }

    private static Act merged(Act one, Act other) {
        var when = one.when().compareTo(other.when()) <= 0 ? one.when() : other.when();
        var more = one.sense().isEmpty() && !other.sense().isEmpty() ? other : one;
        return new Act(one.at(), when, more.sense(), more.what());
    }
}
