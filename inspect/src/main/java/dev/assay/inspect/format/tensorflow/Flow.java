package dev.assay.inspect.format.tensorflow;

import dev.assay.inspect.wire.Messages.Message;
import dev.assay.inspect.wire.NamedFiles;
import dev.assay.inspect.wire.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the texts come from that the operators of one graph or function act on.
///
/// A saver joins the prefix it is given with pieces of its own (`_temp_…/part`); whoever calls the graph
/// decides where that is. A text that stands in the graph is decided by whoever wrote the file.
final class Flow {

    /// Whoever runs the graph says it.
    static final String INPUT = "graph.input";

    /// A file that comes with the model, in its folder.
    static final String ASSET = "model.asset";

    /// What savers add to the prefix, and the prefix they are born with:
    /// tensorflow/python/training/saver.py, tensorflow/python/checkpoint/functional_saver.py.
    private static final Pattern OF_SAVERS =
            Pattern.compile("(?:(?:_temp(?:_[0-9a-f]{32})?)?/|\\.)?part|model|[0-9]{5}-of-[0-9]{5}|\\^s3://\\.\\*|");

    private static final Set<String> PASSING = Set.of(
            "ConcatV2",
            "ExpandDims",
            "Identity",
            "IdentityN",
            "Pack",
            "PlaceholderWithDefault",
            "Reshape",
            "Select",
            "SelectV2",
            "ShardedFilename",
            "Squeeze",
            "StaticRegexFullMatch",
            "StringJoin");

    private static final Set<String> GIVEN = Set.of("Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "_Arg");

    private static final int MOST_STEPS = 10_000;

    /// An operator that does more than compute.
    record Act(String operator, long at, List<String> inputs, Map<String, String> attributes) {}

    /// What a constant or a passing operator gives: `whole`, if all its texts are known.
    private record Source(String operator, List<String> inputs, List<String> texts, boolean whole) {}

    private final Map<String, Source> sources = new HashMap<>();
    private final Set<String> arguments = new HashSet<>();
    private final List<Act> acts = new ArrayList<>();

    void argument(String name) {
        arguments.add(name);
    }

    void node(Message node) {
        var operator = node.text("op");
        if (operator.equals("Const") || PASSING.contains(operator) || GIVEN.contains(operator)) {
            var constant = operator.equals("Const");
            sources.put(
                    node.text("name"),
                    new Source(
                            operator,
                            node.texts("input"),
                            constant ? node.texts("@value") : List.of(),
                            !constant || node.texts(Graphs.SKIPPED).isEmpty()));
        }
    }

    void act(Message node) {
        var attributes = new HashMap<String, String>();
        for (var subject : Operators.subjects(node.text("op"))) {
            if (subject.attribute() && node.texts(Graphs.SKIPPED).isEmpty()) {
                attributes.put(subject.name(), node.text("@" + subject.name()));
            }
        }
        acts.add(new Act(node.text("op"), node.at(), node.texts("input"), attributes));
    }

    List<Act> acts() {
        return acts;
    }

    /// What is known of what the operator acts on, as a literal.
    String value(Act act, Operators.Subject subject) {
        if (subject.attribute()) {
            var text = act.attributes.get(subject.name());
            return text == null ? "?" : Words.quoted(text);
        }
        if (subject.input() >= act.inputs.size()) {
            return "?";
        }
        var literals = new ArrayList<String>();
        var known = trace(act.inputs.get(subject.input()), literals);
        var given = literals.remove(INPUT);
        var odd =
                literals.stream().filter(it -> !OF_SAVERS.matcher(it).matches()).toList();
        if (!odd.isEmpty()) {
            var path = odd.getFirst();
            return known && !given && subject.asset() && odd.size() == 1 && !NamedFiles.outside(path)
                    ? ASSET
                    : Words.quoted(path);
        }
        return known && given ? INPUT : known && literals.size() == 1 ? Words.quoted(literals.getFirst()) : "?";
    }

    /// Follows an input to what it is made of; a loop, because graphs may be long and may be rings.
    ///
    /// @param literals takes the texts it is made of, and [#INPUT] once if whoever runs the graph gives one
    /// @return whether all of it was found
    private boolean trace(String input, List<String> literals) {
        var ahead = new ArrayDeque<String>();
        var seen = new HashSet<String>();
        var known = true;
        ahead.add(input);
        while (!ahead.isEmpty() && seen.size() < MOST_STEPS) {
            var next = ahead.removeFirst();
            if (next.startsWith("^")) { // only says what runs before
                continue;
            }
            var colon = next.indexOf(':');
            var name = colon < 0 ? next : next.substring(0, colon);
            if (!seen.add(name)) {
                continue;
            }
            var source = sources.get(name);
            var given = arguments.contains(name) || source != null && GIVEN.contains(source.operator);
            if (given && !literals.contains(INPUT)) {
                literals.add(INPUT);
            }
            known &= given && source == null || source != null && source.whole;
            if (source != null) {
                literals.addAll(source.texts);
                ahead.addAll(source.inputs);
            }
        }
        return known && ahead.isEmpty();
    }
}
