package dev.assay.server.huggingface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.gate.Vault;
import dev.assay.repo.FrontMatter;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a repository's card says about it: the front matter of `README.md` as data.
///
/// The card is made from the file's bytes, so the gate is asked about them first.
public final class Cards {

    private static final int DEEPEST = 40;
    private static final int MOST_VALUES = 20_000;

    /// A longer card says nothing to us.
    static final int LONGEST = 1 << 20;

    private final Repositories repositories;
    private final Gate gate;
    private final Vault vault;

    public Cards(Repositories repositories, Gate gate, Vault vault) {
        this.repositories = repositories;
        this.gate = gate;
        this.vault = vault;
    }

    /// Empty if there is no card, it is not cleared, or it is not a mapping.
    public Map<String, Object> of(Repository repository) {
        return cleared(repository) ? mapping(repositories.card(repository)).orElse(Map.of()) : Map.of();
    }

    /// What the card of this revision says, which need not be what the default branch's does.
    Map<String, Object> of(Revision revision) throws IOException {
        var card = repositories.entry(revision, "README.md");
        if (card.isEmpty() || card.get().digest().isEmpty() || card.get().size() > LONGEST) {
            return Map.of();
        }
        try (var in = vault.open(gate.clear(card.get().digest().get())).stream()) {
            return FrontMatter.of(new String(in.readNBytes(LONGEST), UTF_8))
                    .flatMap(it -> mapping(it.yaml()))
                    .orElse(Map.of());
        } catch (Refused heldBack) {
            return Map.of();
        }
    }

    /// What is wrong with a card's metadata; empty if nothing is, or if there is none.
    static Optional<String> wrong(String readme) {
        var matter = FrontMatter.of(readme);
        if (matter.isEmpty()) {
            return Optional.empty();
        }
        try {
            var read = load(matter.get().yaml());
            return read == null || read instanceof Map<?, ?>
                    ? Optional.empty()
                    : Optional.of("The metadata must be lines of `name: value`.");
        } catch (YamlEngineException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        } catch (StackOverflowError nested) {
            return Optional.of("The metadata is nested too deeply.");
        }
    }

    /// Tags of the default branch, by which the repository is found; none while its card is not cleared, since they
    /// repeat what it says.
    public List<String> tags(Repository repository) {
        return cleared(repository) ? repositories.tags(repository) : List.of();
    }

    /// Whether what the default branch's card says may be told.
    boolean cleared(Repository repository) {
        try {
            var card = repositories.entry(repositories.revision(repository, "main"), "README.md");
            card.flatMap(it -> it.digest()).ifPresent(gate::clear);
            return true;
        } catch (Refused refused) {
            return false;
        } catch (Missing nothingYet) {
            return true;
        }
    }

    /// YAML as JSON-like data; empty unless it is a mapping of moderate size.
    static Optional<Map<String, Object>> mapping(String yaml) {
        try {
            var read = yaml.isBlank() ? null : load(yaml);
            return read instanceof Map<?, ?> map && new Copier().copy(map, 0) instanceof Map<?, ?> copy
                    ? Optional.of(strings(copy))
                    : Optional.empty();
        } catch (YamlEngineException | TooMuch | StackOverflowError unusable) {
            return Optional.empty();
        }
    }

    /// @throws YamlEngineException if this is not YAML
    static @org.jspecify.annotations.Nullable Object load(String yaml) {
        return new Load(LoadSettings.builder()
                        .setLabel("README.md")
                        .setMaxAliasesForCollections(20)
                        .setCodePointLimit(1 << 20)
                        .build())
                .loadFromString(yaml);
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        var strings = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), value));
        return strings;
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Copies what an alias may have made deep, wide or circular into a plain tree, within bounds.
    private static final class Copier {

        private int values;

        Object copy(@org.jspecify.annotations.Nullable Object value, int depth) {
            if (depth > DEEPEST || ++values > MOST_VALUES) {
                throw new TooMuch();
            }
            return switch (value) {
                case null -> "";
                case Map<?, ?> map -> {
                    var copy = new LinkedHashMap<String, Object>();
                    map.forEach((key, it) -> copy.put(String.valueOf(key), copy(it, depth + 1)));
                    yield copy;
                }
                case Iterable<?> items -> {
                    var copy = new ArrayList<Object>();
                    items.forEach(it -> copy.add(copy(it, depth + 1)));
                    yield copy;
                }
                case Boolean it -> it;
                case Integer it -> it;
                case Long it -> it;
                case Double it -> Double.isFinite(it) ? it : String.valueOf(it);
                default -> String.valueOf(value);
            };
        }
    }
}
