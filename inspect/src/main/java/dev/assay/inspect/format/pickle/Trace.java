package dev.assay.inspect.format.pickle;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What running the stream would do, each thing once, in the order of the bytes.
///
/// A model makes the same call a million times. The first calls of a function are stated as they are;
/// later ones only if their arguments are of another sort than any before: other kinds of values, other
/// names, another short text where texts have been few. What a contract can tell apart stays apart.
final class Trace {

    private static final int CALLS_IN_FULL = 32;
    private static final int TEXTS_IN_FULL = 16;

    private final Place place;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Finding> said = new HashSet<>();
    private final Map<String, Long> imported = new LinkedHashMap<>();
    private final Set<String> called = new HashSet<>();
    private final Map<String, Shapes> shapes = new HashMap<>();
    private final Set<String> sentences = new HashSet<>();
    private final Map<String, Value.Storage> storages = new LinkedHashMap<>();
    private boolean quiet;

    Trace(Place place) {
        this.place = place;
    }

    /// Whether only what would be done is of interest now, not how the stream is written: for a second reading, by
    /// readers who do not expect what the bytes hold.
    void quiet(boolean quiet) {
        this.quiet = quiet;
    }

    void imports(String name, long at) {
        if (!quiet || name.chars().allMatch(c -> c > ' ' && c < 127) || Rendering.isClear(name)) {
            imported.putIfAbsent(name, at);
        }
    }

    /// @param function the full name; what it is an attribute of counts as called too
    void calls(String function, List<Value> arguments, long at) {
        called.add(function);
        var rendered = shapes.computeIfAbsent(function, any -> new Shapes()).fresh(arguments);
        if (rendered != null) {
            say(new Finding.Calls(place.at(at), Rendering.printable(function), rendered));
        }
    }

    /// The name is used up by a call that is stated under another: a class by its `__new__`.
    void used(String name) {
        called.add(name);
    }

    /// What code would do that the stream puts together or is.
    void runs(String what, long at) {
        once(what, () -> new Finding.Runs(place.at(at), what));
    }

    void departs(String how, long at) {
        if (!quiet) {
            once(how, () -> new Finding.Departs(place.at(at), how));
        }
    }

    void differs(String how, long at) {
        if (quiet) {
            return;
        }
        once(how, () -> new Finding.Differs(place.at(at), how));
    }

    void eludes(String why, long at) {
        if (quiet) {
            return;
        }
        once(why, () -> new Finding.Eludes(place.at(at), why));
    }

    void outgrows(String limit, long at) {
        if (quiet) {
            return;
        }
        once(limit, () -> new Finding.Outgrows(place.at(at), limit));
    }

    void breaks(String rule, long at) {
        if (!quiet) {
            say(new Finding.Breaks(place.at(at), rule));
        }
    }

    void storage(Value.Storage storage) {
        storages.put(storage.key(), storage);
    }

    Map<String, Value.Storage> storages() {
        return storages;
    }

    /// Whether anything is imported or called.
    boolean acts() {
        return !imported.isEmpty() || !called.isEmpty();
    }

    boolean calls() {
        return !called.isEmpty();
    }

    Set<String> names() {
        return imported.keySet();
    }

    List<Finding> findings() {
        imported.forEach((name, at) -> {
            if (!called.contains(name)) {
                say(new Finding.Imports(place.at(at), Rendering.printable(name)));
            }
        });
        imported.clear();
        findings.sort(Comparator.comparingLong(it -> it.at().offset()));
        return findings;
    }

    /// These say something about the whole stream; the first place is enough.
    private void once(String words, Supplier<Finding> finding) {
        if (sentences.add(words)) {
            say(finding.get());
        }
    }

    private void say(Finding finding) {
        if (said.add(finding)) {
            findings.add(finding);
        }
    }

    /// The sorts of arguments one function was called with.
    private static final class Shapes {

        private final Set<List<String>> seen = new HashSet<>();
        private final List<Set<String>> texts = new ArrayList<>();

        /// The arguments as text if they say something new, else null.
        @Nullable
        List<String> fresh(List<Value> arguments) {
            var full = seen.size() < CALLS_IN_FULL;
            var words = new ArrayList<String>();
            var sorts = new ArrayList<String>();
            for (var i = 0; i < Math.min(arguments.size(), 32); i++) {
                var argument = arguments.get(i);
                var sort = sort(argument);
                if (sort.equals("text") && exact(i, argument)) {
                    sort = Rendering.of(argument);
                }
                sorts.add(sort);
                words.add(full ? Rendering.of(argument) : sort);
            }
            if (arguments.size() > 32) {
                sorts.add("more");
                words.add("?");
            }
            if (!full) {
                return seen.add(sorts) ? rendered(arguments, sorts) : null;
            }
            return seen.add(words) ? words : null;
        }

        private static List<String> rendered(List<Value> arguments, List<String> sorts) {
            var words = new ArrayList<String>();
            for (var i = 0; i < Math.min(arguments.size(), 32); i++) {
                words.add(sorts.get(i).equals("text") ? "text" : Rendering.of(arguments.get(i)));
            }
            if (arguments.size() > 32) {
                words.add("?");
            }
            return words;
        }

        private boolean exact(int position, Value argument) {
            var text = Rendering.of(argument);
            while (texts.size() <= position) {
                texts.add(new HashSet<>());
            }
            var known = texts.get(position);
            if (known.size() <= TEXTS_IN_FULL) {
                known.add(text);
            }
            return known.size() <= TEXTS_IN_FULL;
        }

        private static String sort(Value value) {
            return switch (value) {
                case Value.Plain it -> it == Value.Plain.NONE ? "none" : "bool";
                case Value.Mark it -> "?";
                case Value.Int it -> "int";
                case Value.Real it -> "float";
                case Value.Text it -> "text";
                case Value.Folded it -> "text";
                case Value.Bytes it -> "bytes";
                case Value.Name it -> it.full();
                case Value.Made it -> it.maker + "()";
                case Value.Persistent it -> it.storage() == null ? "persistent" : "storage";
                case Value.Unknown it -> "?";
                case Value.Box it -> it.kind + " " + it.holds();
            };
        }
    }
}
