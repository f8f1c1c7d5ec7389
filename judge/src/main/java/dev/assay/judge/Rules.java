package dev.assay.judge;

import dev.assay.inspect.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules in their order, found by name: a finding is compared with the few that could speak of it.
///
/// Names are dotted. What holds or convicts a name speaks of its attributes too (`os.system` of
/// `os.system.__call__`); what clears a name clears exactly that.
final class Rules {

    private static final String MADE = ".__new__";
    private static final String STATE = ".__setstate__";
    private static final Shelf NONE = new Shelf();

    /// For each verb: rules by what they are about, and those with a star that is not a whole dotted
    /// prefix.
    private static final class Shelf {
        final Map<String, List<Numbered>> exact = new HashMap<>();
        final Map<String, List<Numbered>> below = new HashMap<>();
        final List<Numbered> starred = new ArrayList<>();
    }

    private record Numbered(int number, Rule rule) {}

    /// What is said of a class: that it is imported, made without its constructor, given a state.
    private record OfClass(Numbered imports, Numbered made, Numbered state) {}

    private final Map<String, Shelf> shelves = new HashMap<>();
    private final Map<String, OfClass> classes = new HashMap<>();
    private int count;

    /// @throws IllegalArgumentException if an earlier rule speaks of this class
    void addClass(String name, Rule imports, Rule made, Rule state) {
        var earlier = covering("imports", name, null);
        var twice = classes.get(name);
        if (earlier == null && twice != null) {
            earlier = twice.imports.rule;
        }
        if (earlier != null) {
            throw new IllegalArgumentException(
                    "class '" + name + "' is spoken of by the rule in line " + earlier.line());
        }
        classes.put(
                name, new OfClass(new Numbered(count, imports), new Numbered(count, made), new Numbered(count, state)));
        count++;
    }

    /// @throws IllegalArgumentException if an earlier rule leaves this one nothing to say
    void add(Rule rule) {
        var earlier = covering(rule.verb(), rule.about(), rule.given());
        if (earlier != null) {
            throw new IllegalArgumentException("'" + rule.when() + "' is "
                    + (earlier.when().equals(rule.when())
                            ? earlier.then() == rule.then() ? "a duplicate of" : "in contradiction to"
                            : "never reached after '" + earlier.when() + "' in")
                    + " the rule in line " + earlier.line());
        }
        var numbered = new Numbered(count++, rule);
        var shelf = shelves.computeIfAbsent(rule.verb(), any -> new Shelf());
        if (!rule.open()) {
            shelf.exact.computeIfAbsent(rule.about(), any -> new ArrayList<>(1)).add(numbered);
        } else if (rule.about().endsWith(".*")
                && rule.about().indexOf('*') == rule.about().length() - 1) {
            shelf.below
                    .computeIfAbsent(rule.about().substring(0, rule.about().length() - 2), any -> new ArrayList<>(1))
                    .add(numbered);
        } else {
            shelf.starred.add(numbered);
        }
    }

    /// The rules that clear calls, those of classes left out.
    List<Rule> clearing() {
        return shelves.getOrDefault("calls", NONE).exact.values().stream()
                .flatMap(List::stream)
                .map(Numbered::rule)
                .filter(it -> it.then() == Outcome.CLEAR)
                .toList();
    }

    @Nullable
    Rule first(Finding finding) {
        var predicate = finding.predicate();
        var space = predicate.indexOf(' ');
        var verb = predicate.substring(0, space);
        return switch (finding) {
            case Finding.Calls it -> first(verb, it.function(), it.arguments(), true);
            case Finding.Imports it -> first(verb, it.name(), List.of(), true);
            case Finding.Runs it -> plain(verb, predicate);
            case Finding.Names it -> plain(verb, predicate);
            case Finding.Carries it -> plain(verb, predicate);
            case Finding.Escapes it -> plain(verb, predicate);
            case Finding.PosesAs it -> plain(verb, predicate);
            case Finding.Differs it -> plain(verb, predicate);
            case Finding.Departs it -> plain(verb, predicate);
            case Finding.Outgrows it -> plain(verb, predicate);
            case Finding.Breaks it -> plain(verb, predicate);
            case Finding.Eludes it -> plain(verb, predicate);
        };
    }

    private @Nullable Rule plain(String verb, String predicate) {
        return first(verb, predicate.substring(verb.length() + 1), List.of(), false);
    }

    private @Nullable Rule first(String verb, String about, List<String> arguments, boolean dotted) {
        var shelf = shelves.getOrDefault(verb, NONE);
        var best = least(shelf.exact.get(about), arguments, null, false);
        var ofClass = dotted ? ofClass(verb, about) : null;
        if (ofClass != null && (best == null || ofClass.number < best.number) && speaks(ofClass.rule, arguments)) {
            best = ofClass;
        }
        if (dotted) {
            for (var dot = about.lastIndexOf('.'); dot > 0; dot = about.lastIndexOf('.', dot - 1)) {
                var stem = about.substring(0, dot);
                best = least(shelf.below.get(stem), arguments, best, false);
                best = least(shelf.exact.get(stem), arguments, best, true);
            }
        } else {
            for (var entry : shelf.below.entrySet()) {
                if (about.startsWith(entry.getKey() + ".")) {
                    best = least(entry.getValue(), arguments, best, false);
                }
            }
        }
        for (var candidate : shelf.starred) {
            if (best != null && best.number < candidate.number) {
                break;
            }
            if (matches(candidate.rule.about(), about) && speaks(candidate.rule, arguments)) {
                best = candidate;
                break;
            }
        }
        return best == null ? null : best.rule;
    }

    /// The rules that could speak of this name, in their order, up to the first that speaks whatever the
    /// arguments.
    List<Rule> about(String verb, String name) {
        var shelf = shelves.getOrDefault(verb, NONE);
        var all = new ArrayList<>(shelf.exact.getOrDefault(name, List.of()));
        var ofClass = ofClass(verb, name);
        if (ofClass != null) {
            all.add(ofClass);
        }
        for (var dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            var stem = name.substring(0, dot);
            all.addAll(shelf.below.getOrDefault(stem, List.of()));
            for (var wider : shelf.exact.getOrDefault(stem, List.of())) {
                if (wider.rule.then() != Outcome.CLEAR) {
                    all.add(wider);
                }
            }
        }
        for (var starred : shelf.starred) {
            if (matches(starred.rule.about(), name)) {
                all.add(starred);
            }
        }
        all.sort(Comparator.comparingInt(Numbered::number));
        var rules = new ArrayList<Rule>();
        for (var each : all) {
            rules.add(each.rule);
            if (each.rule.given() == null) {
                break;
            }
        }
        return rules;
    }

    private @Nullable Numbered ofClass(String verb, String about) {
        if (verb.equals("imports")) {
            var it = classes.get(about);
            return it == null ? null : it.imports;
        }
        if (about.endsWith(MADE)) {
            var it = classes.get(about.substring(0, about.length() - MADE.length()));
            return it == null ? null : it.made;
        }
        if (about.endsWith(STATE)) {
            var it = classes.get(about.substring(0, about.length() - STATE.length()));
            return it == null ? null : it.state;
        }
        return null;
    }

    private static @Nullable Numbered least(
            @Nullable List<Numbered> candidates, List<String> arguments, @Nullable Numbered best, boolean ofStem) {
        if (candidates != null) {
            for (var candidate : candidates) {
                if ((best == null || candidate.number < best.number)
                        && !(ofStem && candidate.rule.then() == Outcome.CLEAR)
                        && speaks(candidate.rule, arguments)) {
                    return candidate;
                }
            }
        }
        return best;
    }

    private static boolean speaks(Rule rule, List<String> arguments) {
        return rule.given() == null || rule.given().fits(arguments);
    }

    /// Whether this pattern, with a star at either end or both, fits these words.
    private static boolean matches(String pattern, String words) {
        if (pattern.equals("*")) {
            return true;
        }
        var front = pattern.startsWith("*");
        var back = pattern.endsWith("*");
        var core = pattern.substring(front ? 1 : 0, pattern.length() - (back ? 1 : 0));
        return front && back
                ? words.contains(core)
                : front ? words.endsWith(core) : back ? words.startsWith(core) : words.equals(core);
    }

    /// An earlier rule without conditions that already speaks of everything this one would.
    private @Nullable Rule covering(String verb, String about, @Nullable Contract given) {
        var shelf = shelves.get(verb);
        if (shelf == null) {
            return null;
        }
        for (var same : shelf.exact.getOrDefault(about, List.of())) {
            if (same.rule.given() == null || same.rule.given().equals(given)) {
                return same.rule;
            }
        }
        for (var dot = about.lastIndexOf('.'); dot > 0; dot = about.lastIndexOf('.', dot - 1)) {
            for (var wider : shelf.below.getOrDefault(about.substring(0, dot), List.of())) {
                if (wider.rule.given() == null) {
                    return wider.rule;
                }
            }
        }
        for (var wider : shelf.starred) {
            if (wider.rule.given() == null && matches(wider.rule.about(), about)) {
                return wider.rule;
            }
        }
        return null;
    }
}
