package dev.assay.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a README says about its repository, between the first two lines of three dashes.
///
/// @param text the front matter as YAML; empty if there is none
/// @param tags what can be searched for, from the front matter and the names of the files
record Card(String text, List<String> tags) {

    /// How much of a README is read; front matter that ends behind it is none.
    static final int LONGEST = 256 << 10;

    private static final int MOST_TAGS = 1_000;
    private static final int LONGEST_TAG = 200;

    /// Front matter whose values are tags with the key before them.
    private static final List<String> PREFIXED = List.of(
            "license",
            "base_model",
            "dataset",
            "task_categories",
            "task_ids",
            "size_categories",
            "multilinguality",
            "language_creators",
            "annotations_creators",
            "source_datasets");

    /// Files that say which library a model is for.
    private static final Map<String, String> LIBRARIES = Map.of(
            ".safetensors", "safetensors",
            ".gguf", "gguf",
            ".onnx", "onnx",
            "pytorch_model.bin", "pytorch",
            "tf_model.h5", "tf",
            "flax_model.msgpack", "jax");

    Card {
        tags = List.copyOf(tags);
    }

    /// @param readme its first bytes; empty if there is none
    /// @param files names in the root folder
    static Card of(Kind kind, byte[] readme, Collection<String> files) {
        var text = FrontMatter.of(new String(readme, StandardCharsets.UTF_8))
                .map(it -> it.yaml().replace("\u0000", ""))
                .orElse("");
        var tags = new TreeSet<String>();
        if (kind == Kind.MODEL) {
            for (var file : files) {
                LIBRARIES.forEach((end, tag) -> {
                    if (file.endsWith(end)) {
                        tags.add(tag);
                    }
                });
            }
        }
        var data = data(text);
        for (var key : List.of("tags", "library_name", "pipeline_tag")) {
            tags.addAll(values(data.get(key)));
        }
        for (var language : values(data.get("language"))) {
            tags.add(kind == Kind.MODEL ? language : "language:" + language);
        }
        for (var key : PREFIXED) {
            for (var value : values(data.get(key))) {
                tags.add(key + ":" + value);
            }
        }
        for (var value : values(data.get("datasets"))) {
            tags.add("dataset:" + value);
        }
        return new Card(text, tags.stream().limit(MOST_TAGS).toList());
    }

    /// What the front matter says; nothing where it is not YAML, which its author is told elsewhere.
    private static Map<?, ?> data(String text) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(LONGEST)
                .setMaxAliasesForCollections(20)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            return new Load(settings).loadFromString(text) instanceof Map<?, ?> map ? map : Map.of();
        } catch (YamlEngineException | StackOverflowError malformed) {
            return Map.of();
        }
    }

    private static List<String> values(@org.jspecify.annotations.Nullable Object value) {
        var found = new ArrayList<String>();
        for (var it : value instanceof List<?> list ? list : java.util.Collections.singletonList(value)) {
            if (it instanceof String || it instanceof Number || it instanceof Boolean) {
                var tag = it.toString().strip();
                if (!tag.isEmpty() && tag.length() <= LONGEST_TAG && tag.chars().noneMatch(c -> c < 0x20)) {
                    found.add(tag);
                }
            }
        }
        return found;
    }
}
