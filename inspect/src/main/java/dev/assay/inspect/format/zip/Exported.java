package dev.assay.inspect.format.zip;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The weights in what `torch.export.save` writes: members of plain numbers, as the configuration beside them says.
///
/// A weight whose `use_pickle` is true is loaded as a pickle is, with no restriction; it is a file of its own and read
/// as one. So only those are numbers of which every configuration says that they are not pickled. A model may have
/// any name, one with `/` too, and the reader of the archive finds members whether their letters are small or not.
///
/// @see <a href="https://docs.pytorch.org/docs/stable/export/pt2_archive.html">PyTorch, PT2 archive</a>
final class Exported {

    private static final Pattern FORMAT = Pattern.compile("[^/]+/archive_format");
    private static final Pattern CONFIG = Pattern.compile(
            "([^/]+/data/(?:weights|constants)/).*_config\\.json", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern WEIGHT = Pattern.compile("(?:weight|tensor)_\\d+");
    private static final long LONGEST = 1 << 26;

    private Exported() {}

    /// The names of the members that are numbers; none if the archive is another.
    static Set<String> weights(List<Entry> entries, Directory end, Specimen specimen) {
        if (entries.stream().noneMatch(it -> FORMAT.matcher(it.name()).matches())) {
            return Set.of();
        }
        var plain = new HashSet<String>();
        var pickled = new HashSet<String>();
        for (var entry : entries) {
            var config = CONFIG.matcher(entry.name());
            if (config.matches()) {
                try {
                    said(entry, end, specimen, config.group(1), plain, pickled);
                } catch (Malformed malformed) {
                    return Set.of();
                }
            }
        }
        plain.removeIf(it -> pickled.contains(it.toLowerCase(Locale.ROOT)));
        return plain;
    }

    private static void said(
            Entry entry, Directory end, Specimen specimen, String folder, Set<String> plain, Set<String> pickled)
            throws Malformed {
        var at = end.header(entry, specimen);
        if (entry.method() != Methods.STORED || entry.packed() > LONGEST || !specimen.holdsAt(at, "PK\3\4")) {
            throw new Malformed(at, "a configuration of weights is stored as it is");
        }
        var from = Local.read(specimen.cursor().at(at)).data();
        if (entry.packed() > specimen.size() - from) {
            throw new Malformed(at, "an entry ends inside the archive");
        }
        var config = new Config();
        Json.value(specimen.part(entry.name(), from, from + entry.packed()).bytes(), config);
        if (config.ambiguous) {
            throw new Malformed(at, "a configuration says everything once");
        }
        for (var weight : config.weights.values()) {
            var name = weight.name;
            if (name != null && !weight.numbers) {
                pickled.add((folder + name).toLowerCase(Locale.ROOT));
            } else if (name != null && WEIGHT.matcher(name).matches()) {
                plain.add(folder + name);
            }
        }
    }

    private static final class Weight {
        @Nullable
        String name;

        boolean numbers;
    }

    /// `{"config": {"layer.weight": {"path_name": "weight_0", "use_pickle": false, ...}}}`
    private static final class Config implements Json.Listener {

        private final Map<String, Weight> weights = new HashMap<>();
        private boolean ambiguous;

        @Override
        public void string(long at, List<String> path, String value) {
            if (ofWeight(path, "path_name")) {
                weights.computeIfAbsent(path.get(1), name -> new Weight()).name = value;
            }
        }

        @Override
        public void word(long at, List<String> path, String word) {
            if (ofWeight(path, "use_pickle")) {
                weights.computeIfAbsent(path.get(1), name -> new Weight()).numbers = word.equals("false");
            }
        }

        @Override
        public void twice(long at, List<String> path, String key) {
            ambiguous = true;
        }

        private static boolean ofWeight(List<String> path, String field) {
            return path.size() == 3
                    && path.getFirst().equals("config")
                    && path.getLast().equals(field);
        }
    }
}
