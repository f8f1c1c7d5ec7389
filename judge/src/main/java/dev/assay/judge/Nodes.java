package dev.assay.judge;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A policy's YAML, node by node: what is missing, said twice or misspelt is refused with its line, and
/// where a word we know is near, with that word.
final class Nodes {

    private Nodes() {}

    /// The values of a mapping, by their keys.
    ///
    /// @throws NotAPolicy if it is none, or has a key that is not known or is there twice
    static Map<String, Node> fields(Node node, Collection<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw refused(node, "keys and values are expected here");
        }
        var fields = new LinkedHashMap<String, Node>();
        var seen = new HashSet<String>();
        for (var tuple : mapping.getValue()) {
            var key = text(tuple.getKeyNode());
            if (!known.contains(key)) {
                throw refused(
                        tuple.getKeyNode(),
                        "'" + key + "' is not one of " + String.join(", ", known),
                        nearest(key, known));
            }
            check(seen.add(key), tuple.getKeyNode(), "'" + key + "' is said twice");
            fields.put(key, tuple.getValueNode());
        }
        return fields;
    }

    static Node required(Map<String, Node> fields, String key, Node node) {
        var value = fields.get(key);
        if (value == null) {
            throw refused(node, "'" + key + "' is missing");
        }
        return value;
    }

    static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refused(node, "a text is expected here");
    }

    static void check(boolean holds, Node node, String because) {
        if (!holds) {
            throw refused(node, because);
        }
    }

    static NotAPolicy refused(Node node, String because) {
        return refused(node, because, "");
    }

    static NotAPolicy refused(Node node, String because, String hint) {
        return new NotAPolicy(line(node), "the rule in line " + line(node) + ": " + because, hint);
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /// A hint at the word that was probably meant, or none.
    static String nearest(String word, Collection<String> known) {
        var best = "";
        var least = Math.max(2, word.length() / 3) + 1;
        for (var candidate : known) {
            var distance = distance(word, candidate);
            if (distance < least || distance == least && candidate.compareTo(best) < 0) {
                best = candidate;
                least = distance;
            }
        }
        return best.isEmpty() ? "" : "did you mean '" + best + "'?";
    }

    /// How many letters must be put in, left out or changed to make one word the other.
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
