package dev.assay.inspect.format.zip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the names of entries say: where unpacking would write, and which of two entries a reader would take.
final class Names {

    /// The members PyTorch unpickles, in the archive's one folder, found whatever the case; other readers find them
    /// without a folder too.
    private static final Pattern PICKLE =
            Pattern.compile("(?:[^/\\\\]*[/\\\\]+)?(?:data|constants)\\.pkl", Pattern.CASE_INSENSITIVE);

    private Names() {}

    /// Whether readers take the entry of this name for a pickle, whatever its bytes look like.
    static boolean isPickle(String name) {
        return name.regionMatches(true, name.length() - 4, ".pkl", 0, 4)
                && PICKLE.matcher(name).matches();
    }

    static void check(List<Entry> entries, Specimen specimen, Examination examination) {
        Map<String, String> folded = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (var entry : entries) {
            var name = entry.name();
            var there = specimen.place().at(entry.at());
            if (!seen.add(name)) {
                examination.note(new Finding.Differs(
                        there, "the name '" + Disagreements.shown(name) + "' stands twice in the archive"));
            } else {
                var other = folded.putIfAbsent(fold(name), name);
                if (other != null) {
                    examination.note(new Finding.Differs(
                            there, "the name '" + Disagreements.shown(name) + "' stands twice but for its spelling"));
                }
            }
            outside(name).ifPresent(how -> examination.note(new Finding.Escapes(there, Disagreements.shown(name))));
            var path = entry.extra().path();
            if (path != null) {
                outside(path).ifPresent(how -> examination.note(new Finding.Escapes(there, Disagreements.shown(path))));
            }
            if (name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
                examination.note(new Finding.Differs(
                        there, "the name '" + Disagreements.shown(name) + "' ends or divides differently"));
            }
        }
    }

    /// Whether the names an entry gives itself would write outside.
    static void outside(Local local, Place place, Examination examination) {
        outside(local.name())
                .ifPresent(how -> examination.note(new Finding.Escapes(place, Disagreements.shown(local.name()))));
        var path = local.path();
        if (path != null) {
            outside(path).ifPresent(how -> examination.note(new Finding.Escapes(place, Disagreements.shown(path))));
        }
    }

    private static String fold(String name) {
        return name.replace('\\', '/').replace("./", "").toLowerCase(Locale.ROOT);
    }

    /// How a path leaves the folder it is unpacked into, if it does.
    static Optional<String> outside(String path) {
        var slashed = path.replace('\\', '/');
        if (slashed.startsWith("/")) {
            return Optional.of("an absolute path");
        }
        if (slashed.length() > 1 && slashed.charAt(1) == ':') {
            return Optional.of("a drive");
        }
        if (!slashed.contains("..")) {
            return Optional.empty();
        }
        var depth = 0;
        for (var part : slashed.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return Optional.of("a folder above");
            }
        }
        return slashed.contains("../") ? Optional.of("dots") : Optional.empty();
    }
}
