package dev.assay.judge;

import dev.assay.inspect.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Rules in their order, found by name: a finding is compared with the few that could speak of it.
///
/// Names are dotted. What holds or convicts a name speaks of its attributes too (`os.system` of
/// `os.system.__call__`); what clears a name clears exactly that.
final class Rules {

    private static final String MADE = ".__new__";
    private static final String STATE = ".__setstate__";
    private static final String BELOW = ".*";
    /// The verbs that are followed by the name of a callable.
    private static final Set<String> DOTTED = Set.of("calls", "imports");

    /// In front of the name of a class, in its key.
    static final String CLASS = "class ";

    /// By what they are about: the verb, a space, and the name; and for those whose name is a dotted
    /// prefix, a dot and a star behind it. Under [#CLASS] and a name, three: that it is imported, made
    /// without its constructor, given a state.
    private final Map<String, List<Numbered>> named = new ConcurrentHashMap<>();
    /// Those with any other star, by their verb; and those of verbs whose words are no names.
    private final Map<String, List<Numbered>> starred;

    private final @Nullable Pressed pressed;
    private int count;

    Rules() {
        this.starred = new HashMap<>();
        this.pressed = null;
    }

    /// The rules of a policy that was read before; to these none can be added.
    Rules(Pressed pressed) {
        this.starred = pressed.starred();
        this.pressed = pressed;
    }

    /// Every rule that is found by its key.
    Map<String, List<Numbered>> named() {
        if (pressed != null) {
            pressed.keys().forEach(this::at);
        }
        return named;
    }

    Map<String, List<Numbered>> starred() {
        return starred;
    }

    private List<Numbered> at(String key) {
        var known = named.get(key);
        if (known != null || pressed == null) {
            return known == null ? List.of() : known;
        }
        var found = pressed.at(key);
        if (!found.isEmpty()) { // what is not there is not remembered: names come from the attacker
            named.put(key, found);
        }
        return found;
    }

    private List<Numbered> exact(String verb, String about) {
        return at(verb + " " + about);
    }

    private List<Numbered> below(String verb, String stem) {
        return at(verb + " " + stem + BELOW);
    }

    /// @throws IllegalArgumentException if an earlier rule speaks of this class
    void addClass(String name, Rule imports, Rule made, Rule state) {
        var earlier = covering("imports", name, null);
        var twice = named.get(CLASS + name);
        if (earlier == null && twice != null) {
            earlier = twice.getFirst().rule();
        }
        if (earlier != null) {
            throw new IllegalArgumentException(
                    "class '" + name + "' is spoken of by the rule in line " + earlier.line());
        }
        named.put(
                CLASS + name,
                List.of(new Numbered(count, imports), new Numbered(count, made), new Numbered(count, state)));
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
        if (!rule.open() || isBelow(rule)) {
            named.computeIfAbsent(rule.when(), any -> new ArrayList<>(1)).add(numbered);
        } else {
            starred.computeIfAbsent(rule.verb(), any -> new ArrayList<>()).add(numbered);
        }
    }

    private static boolean isBelow(Rule rule) {
        return DOTTED.contains(rule.verb())
                && rule.about().endsWith(BELOW)
                && rule.about().indexOf('*') == rule.about().length() - 1;
    }

    /// The rules that clear calls, those of classes left out.
    List<Rule> clearing() {
        return named().entrySet().stream()
                .filter(it -> it.getKey().startsWith("calls "))
                .flatMap(it -> it.getValue().stream())
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
        var best = least(exact(verb, about), arguments, null, false);
        var ofClass = dotted ? ofClass(verb, about) : null;
        if (ofClass != null
                && (best == null || ofClass.number() < best.number())
                && speaks(ofClass.rule(), arguments)) {
            best = ofClass;
        }
        for (var dot = dotted ? about.lastIndexOf('.') : -1; dot > 0; dot = about.lastIndexOf('.', dot - 1)) {
            var stem = about.substring(0, dot);
            best = least(below(verb, stem), arguments, best, false);
            best = least(exact(verb, stem), arguments, best, true);
        }
        for (var candidate : starred.getOrDefault(verb, List.of())) {
            if (best != null && best.number() < candidate.number()) {
                break;
            }
            if (matches(candidate.rule().about(), about) && speaks(candidate.rule(), arguments)) {
                best = candidate;
                break;
            }
        }
        return best == null ? null : best.rule();
    }

    /// The rules that could speak of this name, in their order, up to the first that speaks whatever the
    /// arguments.
    List<Rule> about(String verb, String name) {
        var all = new ArrayList<>(exact(verb, name));
        var ofClass = ofClass(verb, name);
        if (ofClass != null) {
            all.add(ofClass);
        }
        for (var dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            var stem = name.substring(0, dot);
            all.addAll(below(verb, stem));
            for (var wider : exact(verb, stem)) {
                if (wider.rule().then() != Outcome.CLEAR) {
                    all.add(wider);
                }
            }
        }
        for (var each : starred.getOrDefault(verb, List.of())) {
            if (matches(each.rule().about(), name)) {
                all.add(each);
            }
        }
        all.sort(Comparator.comparingInt(Numbered::number));
        var rules = new ArrayList<Rule>();
        for (var each : all) {
            rules.add(each.rule());
            if (each.rule().given() == null) {
                break;
            }
        }
        return rules;
    }

    private @Nullable Numbered ofClass(String verb, String about) {
        if (verb.equals("imports")) {
            return ofClass(about, 0);
        }
        if (about.endsWith(MADE)) {
            return ofClass(about.substring(0, about.length() - MADE.length()), 1);
        }
        return about.endsWith(STATE) ? ofClass(about.substring(0, about.length() - STATE.length()), 2) : null;
    }

    private @Nullable Numbered ofClass(String name, int which) {
        var three = at(CLASS + name);
        return three.isEmpty() ? null : three.get(which);
    }

    private static @Nullable Numbered least(
            List<Numbered> candidates, List<String> arguments, @Nullable Numbered best, boolean ofStem) {
        for (var candidate : candidates) {
            if ((best == null || candidate.number() < best.number())
                    && !(ofStem && candidate.rule().then() == Outcome.CLEAR)
                    && speaks(candidate.rule(), arguments)) {
                return candidate;
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
        for (var same : exact(verb, about)) {
            if (same.rule().given() == null || same.rule().given().equals(given)) {
                return same.rule();
            }
        }
        for (var dot = about.lastIndexOf('.'); dot > 0; dot = about.lastIndexOf('.', dot - 1)) {
            for (var wider : below(verb, about.substring(0, dot))) {
                if (wider.rule().given() == null) {
                    return wider.rule();
                }
            }
        }
        for (var wider : starred.getOrDefault(verb, List.of())) {
            if (wider.rule().given() == null && matches(wider.rule().about(), about)) {
                return wider.rule();
            }
        }
        return null;
    }
}
