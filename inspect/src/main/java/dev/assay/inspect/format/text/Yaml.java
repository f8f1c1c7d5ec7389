package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern KEY_VALUE =
            Pattern.compile("\\s*(?:- )?\\s*['\"]?([A-Za-z_]\\w*)['\"]?\\s*:\\s+['\"]?([^'\"#]+?)['\"]?\\s*(?:#.*)?");
    private static final Set<String> KEYS = Set.of("_target_", "target", "loader_module", "trust_remote_code");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final int MOST = 200;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        for (long at = find(text, 0); at >= 0 && findings.size() < MOST; at = find(text, at + 1)) {
            tag(text, at, place, findings);
        }
        disguised(text, place, findings);
        for (var key : KEYS) {
            for (var at = Letters.find(text, key, 0);
                    at >= 0 && findings.size() < MOST;
                    at = Letters.find(text, key, at + 1)) {
                key(text, at, place, findings);
            }
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("yaml", findings));
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
        var at = Letters.find(text, "%TAG", 0);
        if (at == 0 || at > 0 && text.get(JAVA_BYTE, at - 1) == '\n') {
            var line = Letters.slice(text, at, Math.min(text.byteSize(), at + 200))
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.contains("tag:yaml.org") || line.indexOf('%', 1) > 0) {
                findings.add(
                        new Finding.Runs(place.at(at), "YAML tags under another name: " + Letters.shown(line, 80)));
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
        return before < 0 || " \t\n\r-[{,:".indexOf(text.get(JAVA_BYTE, before)) >= 0;
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

    private static void key(MemorySegment text, long at, Place place, List<Finding> findings) {
        var start = at;
        while (start > 0 && text.get(JAVA_BYTE, start - 1) != '\n' && at - start < 200) {
            start--;
        }
        var line = Letters.slice(text, start, Math.min(text.byteSize(), start + 600));
        var pair = KEY_VALUE.matcher(line.lines().findFirst().orElse(""));
        if (!pair.matches()) {
            return;
        }
        var key = pair.group(1);
        var value = pair.group(2).strip();
        if (key.equals("trust_remote_code")) {
            if (value.equalsIgnoreCase("true")) {
                findings.add(new Finding.Names(place.at(at), "remote code as trusted (trust_remote_code)"));
            }
            return;
        }
        var built = Letters.slice(text, at, Math.min(text.byteSize(), at + 400)).contains("params:");
        if (value.indexOf(' ') >= 0 || key.equals("target") && !built) { // OmegaConf's convention has two keys
            return;
        }
        ConfigKeys.named(List.of("", key), key, value)
                .ifPresent(what -> findings.add(new Finding.Names(place.at(at), what)));
    }
}
