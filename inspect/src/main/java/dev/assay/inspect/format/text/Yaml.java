package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// YAML: the tags with which PyYAML's full and unsafe loaders build any Python object, and the keys with which
/// frameworks name code. Everything else in YAML is data.
///
/// @see <a href="https://pyyaml.org/wiki/PyYAMLDocumentation">PyYAML: YAML tags and Python types</a>
final class Yaml implements Reading {

    private static final String LONG_TAG = "tag:yaml.org,2002:python/";
    private static final Set<String> PLAIN = Set.of(
            "none", "bool", "bytes", "str", "unicode", "int", "long", "float", "complex", "list", "tuple", "dict");
    /// In a text larger than this the walk is worth its time only where one of the keys stands.
    private static final long SMALL = 4 << 20;

    private static final List<String> KEYS = List.of(
            "target",
            "class_path",
            "class_name",
            "loader_module",
            "trust_remote_code",
            "attn_implementation",
            "processor_class",
            "python_function",
            "registered_name",
            "__loader__",
            "${eval:",
            "\\U",
            "\\x",
            "\\u");

    /// Keys that mean what they mean in whichever file.
    private static final Set<String> KEYED =
            Set.of("loader_module", "service", "attn_implementation", "_attn_implementation", "processor_class");

    private static final Pattern WORD =
            Pattern.compile("(?i)true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9_]*(?:\\.[0-9]*)?(?:e[-+]?[0-9]+)?");

    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final int MOST = 200;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        for (long at = find(text, 0); at >= 0 && findings.size() < MOST; at = find(text, at + 1)) {
            tag(text, at, place, findings);
        }
        disguised(text, place, findings);
        if (findings.size() >= MOST) {
            findings.add(new Finding.Eludes(place, "its tags name more than the " + MOST + " things we keep"));
        }
        var packed = List.<Packed>of();
        if (text.byteSize() <= SMALL || KEYS.stream().anyMatch(it -> Letters.find(text, it, 0) >= 0)) {
            var listening = new Listening(place, findings);
            new YamlTree(text, listening).walk();
            listening.keras.findings().forEach(listening::note);
            packed = listening.keras.packed();
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("yaml", findings, packed));
    }

    private static long find(MemorySegment text, long from) {
        for (var at = Letters.find(text, "python/", from); at >= 0; at = Letters.find(text, "python/", at + 1)) {
            if (Letters.stands(text, "!!", at - 2) && isAtValue(text, at - 3)
                    || Letters.stands(text, LONG_TAG, at - LONG_TAG.length() + "python/".length())) {
                return at;
            }
        }
        return -1;
    }

    /// `%TAG` gives a prefix another name, and tags may be written with escapes; both hide the tag from whoever greps.
    private static void disguised(MemorySegment text, Place place, List<Finding> findings) {
        for (var at = Letters.find(text, "%TAG", 0);
                at >= 0 && findings.size() < MOST;
                at = Letters.find(text, "%TAG", at + 4)) {
            if (isAtValue(text, at - 1)) {
                var line = Letters.slice(text, at, Math.min(text.byteSize(), at + 200))
                        .lines()
                        .findFirst()
                        .orElse("");
                var words = line.strip().split("\\s+", 4);
                var prefix = words.length > 2 ? words[2] : "";
                if (!prefix.isEmpty()
                        && (STANDARD.startsWith(prefix) || prefix.startsWith("tag:yaml") || prefix.indexOf('%') >= 0)) {
                    findings.add(
                            new Finding.Runs(place.at(at), "YAML tags under another name: " + Letters.shown(line, 80)));
                }
            }
        }
        for (var tag = Letters.find(text, "!<", 0);
                tag >= 0 && findings.size() < MOST;
                tag = Letters.find(text, "!<", tag + 2)) {
            var word = Letters.slice(text, tag, Math.min(text.byteSize(), tag + 300))
                    .split("[>\\s]", 2)[0];
            if (ESCAPE.matcher(word).find()) {
                findings.add(new Finding.Runs(place.at(tag), "a YAML tag in escapes: " + Letters.shown(word, 80)));
            }
        }
        for (var tag = Letters.find(text, "!!", 0);
                tag >= 0 && findings.size() < MOST;
                tag = Letters.find(text, "!!", tag + 2)) {
            if (isAtValue(text, tag - 1)) {
                var word = Letters.slice(text, tag, Math.min(text.byteSize(), tag + 100))
                        .split("\\s", 2)[0];
                if (ESCAPE.matcher(word).find()) {
                    findings.add(new Finding.Runs(place.at(tag), "a YAML tag in escapes: " + Letters.shown(word, 80)));
                }
            }
        }
    }

    /// A tag begins a value: it stands after white space or an indicator, not inside a word or quotes.
    private static boolean isAtValue(MemorySegment text, long before) {
        // the last bytes of the line breaks beyond ASCII, and of the mark at the beginning, count as white space
        return before < 0
                || " \t\n\r-[{,:\u0085\u00a8\u00a9\u00bf".indexOf(Byte.toUnsignedInt(text.get(JAVA_BYTE, before))) >= 0;
    }

    private static void tag(MemorySegment text, long at, Place place, List<Finding> findings) {
        var line = Letters.slice(text, at, Math.min(text.byteSize(), at + 300))
                .lines()
                .findFirst()
                .orElse("");
        var tag = line.substring("python/".length()).split("[\\s>,\\]}]", 2);
        var kind = tag[0].split(":", 2);
        var rest = tag.length > 1 ? Letters.shown(tag[1], 80) : "";
        var target = kind.length > 1 ? Letters.shown(kind[1], 120) : "?";
        switch (kind[0]) {
            case "object/apply", "object/new", "object" ->
                findings.add(new Finding.Calls(place.at(at), target, rest.isEmpty() ? List.of() : List.of(rest)));
            case "name", "module" -> findings.add(new Finding.Imports(place.at(at), target));
            default -> {
                if (!PLAIN.contains(kind[0])) {
                    findings.add(new Finding.Runs(place.at(at), "the YAML tag python/" + Letters.shown(tag[0], 80)));
                }
            }
        }
    }

    /// What values say that frameworks act on.
    private static final class Listening implements YamlTree.Listener {

        private final Place place;
        private final List<Finding> findings;
        private final Objects objects;
        private final KerasConfig keras;

        Listening(Place place, List<Finding> findings) {
            this.place = place;
            this.findings = findings;
            this.objects = new Objects(place, this::note);
            this.keras = new KerasConfig(place);
        }

        @Override
        public void scalar(long at, List<String> path, String value, boolean plain) {
            var word = plain && WORD.matcher(value).matches();
            objects.scalar(at, path, word ? literal(value) : Objects.quoted(value), word ? null : value);
            var key = path.isEmpty() ? "" : path.getLast();
            if (word) {
                keras.word(path);
            } else {
                keras.string(at, path, value);
            }
            if (key.equals("class_name")) {
                ConfigKeys.run(key, value).ifPresent(what -> note(new Finding.Runs(place.at(at), what)));
            }
            if (key.equals("trust_remote_code")) {
                if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("on")) {
                    note(new Finding.Names(place.at(at), "remote code as trusted (trust_remote_code)"));
                }
            } else if (KEYED.contains(key) && value.indexOf(' ') < 0 && !value.isEmpty()) {
                ConfigKeys.named(path, key, value).ifPresent(what -> note(new Finding.Names(place.at(at), what)));
            } else if (key.equals("code") && path.contains("python_function")) { // MLflow adds it to the import path
                note(new Finding.Names(place.at(at), "code beside it: " + Letters.shown(value, 120)));
            } else if (value.startsWith("${eval:")) { // a resolver that evaluates Python, where one is registered
                note(new Finding.Runs(place.at(at), "an expression: " + Letters.shown(value, 120)));
            }
        }

        private static String literal(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> "True";
                case "false", "no", "off" -> "False";
                case "null", "~" -> "None";
                default -> word;
            };
        }

        @Override
        public void opens(long at, List<String> path, boolean object) {
            objects.opens(at, path, object);
            keras.opens(at, path, object);
        }

        @Override
        public void closes() {
            objects.closes();
            keras.closes();
        }

        @Override
        public void swells(long at) {
            note(new Finding.Outgrows(place.at(at), "what a reader of YAML holds: its aliases repeat each other"));
        }

        private void note(Finding finding) {
            if (findings.size() < MOST) {
                findings.add(finding);
            } else if (findings.size() == MOST) {
                findings.add(new Finding.Eludes(finding.at(), "there is more to say about this YAML than we keep"));
            }
        }
    }
}
