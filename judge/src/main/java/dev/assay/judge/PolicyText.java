package dev.assay.judge;

import static dev.assay.judge.Nodes.check;
import static dev.assay.judge.Nodes.fields;
import static dev.assay.judge.Nodes.line;
import static dev.assay.judge.Nodes.nearest;
import static dev.assay.judge.Nodes.refused;
import static dev.assay.judge.Nodes.required;
import static dev.assay.judge.Nodes.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
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
///   - when: calls *
///     given: some command|code      # somewhere among the arguments; never enough to clear
///     then: convict
///     because: loading it hands a command or source code to something nobody has cleared
///   - class: acme.layers.Dense      # imported, made without running its constructor, given a state
///     then: clear
///     because: its state is a plain dictionary
///     source: acme 1.2, read on 2026-01-05
/// ```
final class PolicyText {

    static final int LARGEST = 1 << 20;

    private static final List<String> KEYS =
            List.of("when", "class", "names", "given", "then", "as", "because", "source");

    private static final String BEGINNING =
            "a policy begins with `policy: NAME` and `version: 1`; then come its `rules:`";
    private static final Contract ANY_VALUES = Contract.of("value*");
    private static final Contract STATE = Contract.of("state");

    private final Rules rules = new Rules();
    private final String title;
    private final Digest digest;

    /// What the names of one rule share.
    private record Body(Node node, Outcome then, @Nullable Node as, String because, String source) {

        static Body of(Node node, Map<String, Node> fields) {
            var then = outcome(node, text(required(fields, "then", node)));
            var because = text(required(fields, "because", node)).strip();
            check(!because.isEmpty(), node, "'because' says why");
            var source = fields.containsKey("source")
                    ? text(required(fields, "source", node)).strip()
                    : "";
            check(
                    then != Outcome.CLEAR || !source.isEmpty(),
                    node,
                    "a rule that clears has a 'source': where it can be checked that this is harmless");
            return new Body(node, then, fields.get("as"), because, source);
        }
    }

    /// @throws NotAPolicy if it is none; the sentence names the rule and its line
    PolicyText(byte[] text) {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(LARGEST)
                    .setMaxAliasesForCollections(0)
                    .setParseComments(false)
                    .build();
            var root = new Compose(settings)
                    .composeString(new String(text, UTF_8))
                    .orElseThrow(() -> new NotAPolicy(1, "line 1: a policy is not empty", BEGINNING));
            var head = fields(root, List.of("policy", "version", "rules"));
            var title = text(required(head, "policy", root));
            check(
                    title.matches("[a-z0-9][a-z0-9-]{0,40}"),
                    root,
                    "the policy's name is lower-case letters, digits and dashes");
            check(text(required(head, "version", root)).equals("1"), root, "this house reads policies of version 1");
            if (!(required(head, "rules", root) instanceof SequenceNode list)) {
                throw refused(root, "'rules' is a list", BEGINNING);
            }
            for (var rule : list.getValue()) {
                read(rule);
            }
            this.title = title;
            this.digest = Digest.of(text);
        } catch (YamlEngineException nonsense) {
            var line = nonsense instanceof MarkedYamlEngineException marked
                    ? marked.getProblemMark().map(it -> it.getLine() + 1).orElse(0)
                    : 0;
            throw new NotAPolicy(line, "not YAML: " + nonsense.getMessage(), "");
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
        var body = Body.of(node, fields);
        var given = fields.get("given");
        try {
            var contract = given == null ? null : Contract.of(text(given));
            var classes = fields.get("class");
            if (classes != null) {
                check(!fields.containsKey("when") && !fields.containsKey("names"), node, "'class' stands for 'when'");
                var imports = rule(body, "imports", "", null);
                var made = rule(body, "calls", "", contract == null ? ANY_VALUES : contract);
                var state = rule(body, "calls", "", STATE);
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
                        rules.add(rule(body, verb, each, contract));
                    }
                }
            } else {
                var space = when.indexOf(' ');
                check(space > 0, node, "'when' is a verb and what follows it, or has 'names'");
                rules.add(rule(
                        body,
                        when.substring(0, space),
                        when.substring(space + 1).strip(),
                        contract));
            }
        } catch (NotAPolicy already) {
            throw already;
        } catch (IllegalArgumentException wrong) {
            throw refused(node, String.valueOf(wrong.getMessage()));
        }
    }

    private static Rule rule(Body body, String verb, String about, @Nullable Contract given) {
        var node = body.node;
        var then = body.then;
        if (!Finding.VERBS.contains(verb)) {
            throw refused(node, "no finding ever says '" + verb + "'", nearest(verb, Finding.VERBS));
        }
        check(
                then != Outcome.CLEAR || !about.contains("*"),
                node,
                "'" + verb + " " + about + "': what is cleared is named in full");
        check(
                then != Outcome.CLEAR || !verb.equals("calls") || given != null,
                node,
                "'calls " + about + "': a call is cleared with its arguments; say which under 'given'");
        check(
                then != Outcome.CLEAR || given == null || given.isWhole(),
                node,
                "'calls " + about + "': a call is cleared by all its arguments, not by some");
        check(given == null || verb.equals("calls"), node, "only calls have arguments to be 'given'");
        check(about.lastIndexOf('*', about.length() - 2) <= 0, node, "'" + about + "': a star stands at either end");
        var as = body.as;
        var word = as == null ? usual(verb, then) : word(node, text(as));
        check(
                then == Outcome.CLEAR == (word == Word.SAFE) && then == Outcome.CONVICT == (word == Word.MALICIOUS),
                node,
                "what is cleared is safe, what is convicted is malicious, and what is held is neither");
        return new Rule(line(node), verb, about, given, then, word, body.because, body.source);
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
            default ->
                throw refused(
                        node,
                        "'then' is clear, hold or convict, not '" + then + "'",
                        nearest(then, List.of("clear", "hold", "convict")));
        };
    }

    private static Word word(Node node, String as) {
        try {
            return Word.valueOf(as.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unheardOf) {
            throw refused(node, "'as' is one of the verdicts' words, not '" + as + "'");
        }
    }

    /// Names as a list: `os.system`, or, after a word with a colon, the names in that module: `os: system
    /// popen`.
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
}
