package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a policy's YAML: strict, since a rule that was misread is a rule that is missing.
///
/// ```yaml
/// policy: default
/// version: 1
/// rules:
///   - when: calls posix.system
///     then: convict
///     because: loading it runs a command
///   - when: calls, imports          # several sentences at once: verbs here, names below
///     names: |
///       subprocess: Popen run call
///       os: system popen
///     then: convict
///     because: loading it runs a command
///   - when: calls collections.OrderedDict
///     given: list?
///     then: clear
///     because: a dictionary that keeps its order
///     source: the CPython library
///   - class: acme.layers.Dense      # imported, made without running its constructor, given a state
///     then: clear
///     because: its state is a plain dictionary
///     source: acme 1.2, read on 2026-01-05
/// ```
final class PolicyText {

    static final int LARGEST = 1 << 20;

    private static final List<String> KEYS =
            List.of("when", "class", "names", "given", "then", "as", "because", "source");

    private static final Contract ANY_VALUES = Contract.of("value*");
    private static final Contract STATE = Contract.of("state");

    private final Rules rules = new Rules();
    private final String title;
    private final Digest digest;

    /// @throws IllegalArgumentException if it is not a policy; the sentence names the rule and its line
    PolicyText(byte[] text) {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(LARGEST)
                    .setMaxAliasesForCollections(0)
                    .setParseComments(false)
                    .build();
            var root = new Compose(settings)
                    .composeString(new String(text, UTF_8))
                    .orElseThrow(() -> new IllegalArgumentException("line 1: a policy is not empty"));
            var head = fields(root, List.of("policy", "version", "rules"));
            var title = text(required(head, "policy", root));
            check(
                    title.matches("[a-z0-9][a-z0-9-]{0,40}"),
                    root,
                    "the policy's name is lower-case letters, digits and dashes");
            check(text(required(head, "version", root)).equals("1"), root, "this house reads policies of version 1");
            if (!(required(head, "rules", root) instanceof SequenceNode list)) {
                throw refused(root, "'rules' is a list");
            }
            for (var rule : list.getValue()) {
                read(rule);
            }
            this.title = title;
            this.digest = Digest.of(text);
        } catch (YamlEngineException nonsense) {
            throw new IllegalArgumentException("not YAML: " + nonsense.getMessage(), nonsense);
        }
    }

    Rules rules() {
        return rules;
    }

    String title() {
        return title;
    }

    Digest digest() {
        return digest;
    }

    private void read(Node node) {
        var fields = fields(node, KEYS);
        var then = outcome(node, text(required(fields, "then", node)));
        var because = text(required(fields, "because", node)).strip();
        check(!because.isEmpty(), node, "'because' says why");
        check(
                then != Outcome.CLEAR || fields.containsKey("source"),
                node,
                "a rule that clears has a 'source': where it can be checked that this is harmless");
        var as = fields.get("as");
        var given = fields.get("given");
        try {
            var contract = given == null ? null : Contract.of(text(given));
            var classes = fields.get("class");
            if (classes != null) {
                check(!fields.containsKey("when") && !fields.containsKey("names"), node, "'class' stands for 'when'");
                var imports = rule(node, "imports", "", null, then, as, because);
                var made = rule(node, "calls", "", contract == null ? ANY_VALUES : contract, then, as, because);
                var state = rule(node, "calls", "", STATE, then, as, because);
                for (var each : names(text(classes))) {
                    check(!each.contains("*"), node, "'" + each + "': a class is named in full");
                    rules.addClass(each, imports, made, state);
                }
                return;
            }
            var when = text(required(fields, "when", node)).strip();
            var names = fields.get("names");
            if (names != null) {
                for (var verb : words(when)) {
                    for (var each : names(text(names))) {
                        add(node, verb, each, contract, then, as, because);
                    }
                }
            } else {
                var space = when.indexOf(' ');
                check(space > 0, node, "'when' is a verb and what follows it, or has 'names'");
                add(node, when.substring(0, space), when.substring(space + 1).strip(), contract, then, as, because);
            }
        } catch (Refused already) {
            throw already;
        } catch (IllegalArgumentException wrong) {
            throw refused(node, String.valueOf(wrong.getMessage()));
        }
    }

    private void add(
            Node node,
            String verb,
            String about,
            @Nullable Contract given,
            Outcome then,
            @Nullable Node as,
            String because) {
        rules.add(rule(node, verb, about, given, then, as, because));
    }

    private static Rule rule(
            Node node,
            String verb,
            String about,
            @Nullable Contract given,
            Outcome then,
            @Nullable Node as,
            String because) {
        check(Finding.VERBS.contains(verb), node, "no finding ever says '" + verb + "'");
        check(
                then != Outcome.CLEAR || !about.contains("*"),
                node,
                "'" + verb + " " + about + "': what is cleared is named in full");
        check(
                then != Outcome.CLEAR || !verb.equals("calls") || given != null,
                node,
                "'calls " + about + "': a call is cleared with its arguments; say which under 'given'");
        check(given == null || verb.equals("calls"), node, "only calls have arguments to be 'given'");
        check(about.lastIndexOf('*', about.length() - 2) <= 0, node, "'" + about + "': a star stands at either end");
        var word = as == null ? usual(verb, then) : word(node, text(as));
        check(
                then == Outcome.CLEAR == (word == Word.SAFE) && then == Outcome.CONVICT == (word == Word.MALICIOUS),
                node,
                "what is cleared is safe, what is convicted is malicious, and what is held is neither");
        return new Rule(line(node), verb, about, given, then, word, because);
    }

    /// The word for what a rule, or its absence, makes of a finding.
    static Word usual(String verb, Outcome then) {
        return switch (then) {
            case CLEAR -> Word.SAFE;
            case CONVICT -> Word.MALICIOUS;
            case HOLD ->
                switch (verb) {
                    case "eludes", "outgrows" -> Word.INCOMPLETE;
                    case "imports" -> Word.UNKNOWN;
                    default -> Word.SUSPICIOUS;
                };
        };
    }

    private static Outcome outcome(Node node, String then) {
        return switch (then) {
            case "clear" -> Outcome.CLEAR;
            case "hold" -> Outcome.HOLD;
            case "convict" -> Outcome.CONVICT;
            default -> throw refused(node, "'then' is clear, hold or convict, not '" + then + "'");
        };
    }

    private static Word word(Node node, String as) {
        try {
            return Word.valueOf(as.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unheardOf) {
            throw refused(node, "'as' is one of the verdicts' words, not '" + as + "'");
        }
    }

    private static Map<String, Node> fields(Node node, List<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw refused(node, "keys and values are expected here");
        }
        var fields = new LinkedHashMap<String, Node>();
        var seen = new HashSet<String>();
        for (var tuple : mapping.getValue()) {
            var key = text(tuple.getKeyNode());
            check(known.contains(key), tuple.getKeyNode(), "'" + key + "' is not one of " + String.join(", ", known));
            check(seen.add(key), tuple.getKeyNode(), "'" + key + "' is said twice");
            fields.put(key, tuple.getValueNode());
        }
        return fields;
    }

    private static Node required(Map<String, Node> fields, String key, Node node) {
        var value = fields.get(key);
        if (value == null) {
            throw refused(node, "'" + key + "' is missing");
        }
        return value;
    }

    /// Names as a list: `os.system`, or, after a word with a colon, the names in that module: `os: system popen`.
    private static List<String> names(String text) {
        var names = new ArrayList<String>();
        var module = "";
        for (var word : words(text)) {
            if (word.endsWith(":")) {
                module = word.substring(0, word.length() - 1) + ".";
            } else {
                names.add(module + word);
            }
        }
        return names;
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (var tokens = new StringTokenizer(text, " \n\t,"); tokens.hasMoreTokens(); ) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    private static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refused(node, "a text is expected here");
    }

    private static void check(boolean holds, Node node, String because) {
        if (!holds) {
            throw refused(node, because);
        }
    }

    private static Refused refused(Node node, String because) {
        return new Refused("the rule in line " + line(node) + ": " + because);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static final class Refused extends IllegalArgumentException {
        Refused(String sentence) {
            super(sentence);
        }
    }
}
