package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Models in XML: PMML, and the graphs of OpenVINO.
///
/// Both are tables of numbers and names. What is looked for is what the readers of XML fetch from
/// elsewhere, scripts, and functions and layers that the reader of the model looks up by name.
///
/// @see <a href="https://dmg.org/pmml/v4-4-1/GeneralStructure.html">PMML</a>
/// @see <a href="https://docs.openvino.ai/2025/documentation/openvino-ir-format.html">OpenVINO IR</a>
final class XmlModel implements Reading {

    private static final int LONGEST_TAG = 1 << 20;
    private static final int MOST = 200;
    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s=\"'<>/]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern REFERENCE = Pattern.compile("&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));");
    private static final Pattern OWN = Pattern.compile("opset[0-9]{1,3}|ie_internal_opset|experimental|");
    private static final Pattern SCRIPTS = Pattern.compile("script|handler|\\bexec", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> NAMED =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'");

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (Letters.first(text) != '<') {
            return Optional.empty();
        }
        var walk = new Walk(text, place);
        walk.run();
        return walk.kind.isEmpty() ? Optional.empty() : Optional.of(new Read(walk.kind, walk.findings));
    }

    private static final class Walk {

        private final MemorySegment text;
        private final Place place;
        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> said = new HashSet<>();
        private String kind = "";
        private boolean rooted;

        Walk(MemorySegment text, Place place) {
            this.text = text;
            this.place = place;
        }

        /// From tag to tag, until the root turns out to be something else.
        void run() {
            for (var at = next('<', 0); at >= 0 && !(rooted && kind.isEmpty()); ) {
                if (Letters.stands(text, "<!--", at)) {
                    at = behind("-->", at);
                } else if (Letters.stands(text, "<![CDATA[", at)) {
                    at = behind("]]>", at);
                } else {
                    var end = end(at);
                    if (end < 0 || end - at > LONGEST_TAG) {
                        say(new Finding.Eludes(place.at(at), "the XML tag does not end"));
                        return;
                    }
                    tag(at, Letters.slice(text, at + 1, end));
                    at = end;
                }
                at = at < 0 ? at : next('<', at);
            }
        }

        private long next(char wanted, long from) {
            for (var at = from; at < text.byteSize(); at++) {
                if (text.get(JAVA_BYTE, at) == wanted) {
                    return at;
                }
            }
            return -1;
        }

        private long behind(String wanted, long from) {
            var found = Letters.find(text, wanted, from);
            return found < 0 ? -1 : found + wanted.length();
        }

        /// Where the tag ends: at the first `>` outside quotes.
        private long end(long from) {
            var quote = 0;
            for (var at = from; at < text.byteSize(); at++) {
                var it = text.get(JAVA_BYTE, at);
                if (quote != 0) {
                    quote = it == quote ? 0 : quote;
                } else if (it == '"' || it == '\'') {
                    quote = it;
                } else if (it == '>') {
                    return at;
                }
            }
            return -1;
        }

        private void tag(long at, String tag) {
            if (tag.startsWith("?")) {
                if (!tag.startsWith("?xml ") && rooted) {
                    say(new Finding.Names(
                            place.at(at), "an instruction to whoever reads it: " + Letters.shown(tag, 60)));
                }
            } else if (tag.startsWith("!")) {
                say(new Finding.Names(place.at(at), "a document type, and with it entities from elsewhere"));
            } else if (!tag.startsWith("/")) {
                element(at, tag);
            }
        }

        private void element(long at, String tag) {
            var words = tag.split("[\\s/]", 2);
            var name = words[0].substring(words[0].indexOf(':') + 1);
            if (!rooted) {
                rooted = true;
                kind = name.equals("PMML") ? "pmml" : name.equals("net") ? "openvino" : "";
            }
            if (kind.isEmpty()) {
                return;
            }
            var attributes = attributes(words.length > 1 ? words[1] : "");
            if (attributes.values().stream().anyMatch(it -> it.contains("/XInclude")) || name.equals("include")) {
                say(new Finding.Names(place.at(at), "a document to include"));
            }
            if (name.equalsIgnoreCase("script")) {
                say(new Finding.Runs(place.at(at), "a script in the model"));
            }
            if (kind.equals("pmml")) {
                pmml(at, name, attributes);
            } else {
                openvino(at, name, attributes);
            }
        }

        private void pmml(long at, String name, Map<String, String> attributes) {
            var function = attributes.getOrDefault("function", "");
            if (name.equals("Apply") && (function.contains(".") || function.startsWith("x-"))) {
                say(new Finding.Names(
                        place.at(at),
                        "the function " + Letters.shown(function, 120) + ", which somebody else has to bring"));
            }
            if (name.equals("Extension")
                    && attributes.values().stream()
                            .anyMatch(it -> SCRIPTS.matcher(it).find())) {
                say(new Finding.Runs(
                        place.at(at), "an extension of the model: " + Letters.shown(attributes.toString(), 120)));
            }
        }

        private void openvino(long at, String name, Map<String, String> attributes) {
            if (name.equals("layer")
                    && !OWN.matcher(attributes.getOrDefault("version", "")).matches()) {
                say(new Finding.Names(
                        place.at(at),
                        "the operator "
                                + Letters.shown(attributes.get("version") + "::" + attributes.get("type"), 120)
                                + ", which somebody else has to bring"));
            }
            for (var key : attributes.keySet()) {
                if (key.matches("(?i)library|lib|plugin|extension|.*_library|custom_layers?")) {
                    say(new Finding.Names(place.at(at), "the library " + Letters.shown(attributes.get(key), 120)));
                }
            }
            for (var key : List.of("offset", "size")) {
                var number = attributes.getOrDefault(key, "0");
                if (name.equals("data") && attributes.containsKey("element_type") && !number.matches("[0-9]{1,18}")) {
                    say(new Finding.Departs(place.at(at), "numbers at the " + key + " " + Letters.shown(number, 40)));
                }
            }
        }

        private static Map<String, String> attributes(String tag) {
            var attributes = new LinkedHashMap<String, String>();
            var matcher = ATTRIBUTE.matcher(tag);
            while (matcher.find()) {
                var value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                attributes.put(
                        matcher.group(1),
                        value.indexOf('&') < 0
                                ? value
                                : REFERENCE
                                        .matcher(value)
                                        .replaceAll(it -> java.util.regex.Matcher.quoteReplacement(
                                                it.group(3) != null
                                                        ? NAMED.getOrDefault(it.group(3), "?")
                                                        : character(it.group(1), it.group(2)))));
            }
            return attributes;
        }

        private static String character(String hex, String decimal) {
            var code = hex != null ? Integer.parseInt(hex, 16) : Integer.parseInt(decimal);
            return Character.isValidCodePoint(code) ? Character.toString(code) : "?";
        }

        private void say(Finding finding) {
            if (findings.size() < MOST && said.add(finding.predicate())) {
                findings.add(finding);
            } else if (findings.size() == MOST) {
                findings.add(new Finding.Eludes(finding.at(), "there is more to say about this XML than we keep"));
            }
        }
    }
}
