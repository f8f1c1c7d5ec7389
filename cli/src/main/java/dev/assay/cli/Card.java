package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a folder's files say about themselves: the lines in front of `README.md`, and `config.json`.
///
/// It is what their author claims, and is printed as that. Both are hostile like any file: they are read
/// as plain values, within limits, and what cannot be read says nothing.
///
/// @param licence the card's word for it, such as `apache-2.0`; empty if it says none
record Card(String licence, String task, String family, String architecture, List<String> datasets) {

    static final Card BLANK = new Card("", "", "", "", List.of());

    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_WORD = 200;
    private static final int MOST_DATASETS = 50;
    private static final String FENCE = "---\n";

    Card {
        datasets = List.copyOf(datasets);
    }

    static Card of(Path folder) {
        var front = values(front(text(folder.resolve("README.md"))));
        // JSON is YAML, and of a configuration we want two words.
        var config = values(text(folder.resolve("config.json")));
        var architectures = words(config.get("architectures"));
        return new Card(
                word(front.getOrDefault("license", "")).equals("other")
                        ? word(front.getOrDefault("license_name", "other"))
                        : word(front.getOrDefault("license", "")),
                word(front.getOrDefault("pipeline_tag", "")),
                word(config.getOrDefault("model_type", "")),
                architectures.isEmpty() ? "" : architectures.getFirst(),
                words(front.get("datasets")));
    }

    boolean describesModel() {
        return !(task.isEmpty() && family.isEmpty() && architecture.isEmpty() && datasets.isEmpty());
    }

    private static String front(String readme) {
        var text = readme.replace("\r\n", "\n");
        var end = text.startsWith(FENCE) ? text.indexOf("\n" + FENCE, FENCE.length() - 1) : -1;
        return end < 0 ? "" : text.substring(FENCE.length(), end + 1);
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LONGEST + 1);
            return bytes.length > LONGEST ? "" : new String(bytes, UTF_8);
        } catch (IOException none) {
            return "";
        }
    }

    private static Map<?, ?> mapping(String yaml) {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(LONGEST)
                    .setMaxAliasesForCollections(20)
                    .build();
            return new Load(settings).loadFromString(yaml) instanceof Map<?, ?> map ? map : Map.of();
        } catch (YamlEngineException | StackOverflowError nonsense) {
            return Map.of();
        }
    }

    private static Map<String, Object> values(String yaml) {
        var values = new HashMap<String, Object>();
        mapping(yaml).forEach((key, value) -> {
            if (key instanceof String name && value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static String word(Object value) {
        return switch (value) {
            case String text when text.length() <= LONGEST_WORD -> text.strip();
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof String first -> word(first);
            default -> "";
        };
    }

    private static List<String> words(@Nullable Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream()
                        .limit(MOST_DATASETS)
                        .filter(it -> it instanceof String)
                        .map(Card::word)
                        .filter(it -> !it.isEmpty())
                        .toList();
            case String text when !word(text).isEmpty() -> List.of(word(text));
            case null, default -> List.of();
        };
    }
}
