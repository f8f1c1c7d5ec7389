package dev.assay.inspect.format.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.text.jinja.Template;
import dev.assay.inspect.wire.Json;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// JSON and JSON Lines: which code a configuration names, and the templates in its strings.
final class JsonReading implements Reading {

    private static final int MOST = 1_000;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var first = Letters.first(text);
        if (first != '{' && first != '[' && first != '"') {
            return Optional.empty();
        }
        var listening = new Listening(place);
        try {
            var values = Json.values(text, listening);
            var jinja = new Jinja().read(text, place);
            if (listening.findings.isEmpty() && jinja.isPresent()) { // a template may span several strings
                listening.findings.addAll(jinja.get().findings());
            }
            listening.keras.findings().forEach(listening::note);
            return Optional.of(new Read(values == 1 ? "json" : "jsonl", listening.findings, listening.keras.packed()));
        } catch (Malformed notJson) {
            return Optional.empty();
        }
    }

    private static final class Listening implements Json.Listener {

        private final Place place;
        private final List<Finding> findings = new ArrayList<>();
        private final Objects objects;
        private final KerasConfig keras;

        Listening(Place place) {
            this.place = place;
            this.objects = new Objects(place, this::note);
            this.keras = new KerasConfig(place);
        }

        @Override
        public void opens(long at, List<String> path, boolean object) {
            objects.opens(at, path, object);
            keras.opens(at, path, object);
        }

        @Override
        public void closes(long at, List<String> path) {
            objects.closes();
            keras.closes();
        }

        @Override
        public void string(long at, List<String> path, String value) {
            var key = path.isEmpty() ? "" : path.getLast();
            objects.scalar(at, path, Objects.quoted(value), value);
            keras.string(at, path, value);
            if (!value.isEmpty()) {
                ConfigKeys.named(path, key, value).ifPresent(what -> note(new Finding.Names(place.at(at), what)));
                ConfigKeys.run(key, value).ifPresent(what -> note(new Finding.Runs(place.at(at), what)));
            }
            if (Jinja.mayBe(value)) {
                var rendered = path.stream().anyMatch(it -> it.contains("chat_template"));
                Template.read(MemorySegment.ofArray(value.getBytes(UTF_8)), any -> place.at(at), rendered)
                        .ifPresent(findings -> findings.forEach(this::note));
            }
        }

        @Override
        public void word(long at, List<String> path, String word) {
            objects.scalar(at, path, literal(word), null);
            keras.word(path);
            if (word.equals("true") && !path.isEmpty() && path.getLast().equals("trust_remote_code")) {
                note(new Finding.Names(place.at(at), "remote code as trusted (trust_remote_code)"));
            }
        }

        private static String literal(String word) {
            return switch (word) {
                case "true" -> "True";
                case "false" -> "False";
                case "null" -> "None";
                default -> word;
            };
        }

        @Override
        public void twice(long at, List<String> path, String key) {
            note(new Finding.Differs(
                    place.at(at), "the key '" + Letters.shown(key, 60) + "' stands twice in one JSON object"));
        }

        private void note(Finding finding) {
            if (findings.size() < MOST) {
                findings.add(finding);
            } else if (findings.size() == MOST) {
                findings.add(new Finding.Eludes(finding.at(), "there is more to say about this JSON than we keep"));
            }
        }
    }
}
