package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.wire.OtherFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Keras builds from a configuration: every object in it, at any depth, names the class or function that the
/// reader imports or looks up, and what it is made with. Known by its keys wherever the JSON stands: in a `.keras`
/// archive, an attribute of an HDF5 file, a file of its own.
///
/// What is looked for: classes and functions outside of Keras (CVE-2025-1550), functions of Keras that act
/// (CVE-2025-8747), code in the configuration (CVE-2024-3660), pickles in it (CVE-2025-49655), switches that turn the
/// reader's own checks off (CVE-2025-9905, CVE-2025-9906), and files elsewhere (CVE-2025-12058, CVE-2026-1462).
///
/// @see <a href="https://keras.io/guides/serialization_and_saving/">Save, serialize, and export models</a>
final class KerasConfig {

    private static final int MOST = 2_000;
    private static final int MOST_PACKED = 1_000;
    private static final int LONGEST_NAME = 300;
    private static final int SHORTEST_PACKED = 24;

    private static final Pattern OWN =
            Pattern.compile("(?:keras|tf_keras|tensorflow\\.keras|tensorflow\\.python\\.keras)(?:\\..*)?");
    private static final Pattern DOTTED = Pattern.compile("[A-Za-z_][\\w.]*");

    /// How marshalled code, pickles, archives and gzip streams begin, in base64.
    private static final Pattern PACKED = Pattern.compile("[4Y][w-z0-3][A-Za-z0-9+/]A|gA[I-X]|UEsD|H4sI");

    /// Values that are no classes: Keras reads them by these names.
    private static final Set<String> VALUES = Set.of(
            "__tensor__", "__numpy__", "__bytes__", "__tuple__", "__ellipsis__", "__slice__", "__keras_tensor__");

    private static final Set<String> BUILTINS = Set.of(
            "eval",
            "exec",
            "compile",
            "open",
            "__import__",
            "getattr",
            "setattr",
            "delattr",
            "globals",
            "locals",
            "vars",
            "input",
            "breakpoint",
            "exit",
            "quit",
            "help",
            "memoryview",
            "type",
            "map",
            "filter",
            "print");

    private static final String SWITCH = "enable_unsafe_deserialization";

    /// An object or list that is open, with the values of the keys that matter.
    private static final class Level {
        final boolean object;
        final long at;
        final String key;

        @Nullable
        String module;

        @Nullable
        String className;

        @Nullable
        String registered;

        @Nullable
        String config;

        @Nullable
        String spec;

        @Nullable
        String file;

        Level(boolean object, long at, String key) {
            this.object = object;
            this.at = at;
            this.key = key;
        }
    }

    private final Place place;
    private final List<Level> open = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private final List<Reading.Packed> packed = new ArrayList<>();
    private boolean keras;

    KerasConfig(Place place) {
        this.place = place;
    }

    /// What was found, if it is a configuration of Keras at all.
    List<Finding> findings() {
        return keras ? findings : List.of();
    }

    List<Reading.Packed> packed() {
        return keras ? packed : List.of();
    }

    void opens(long at, List<String> path, boolean object) {
        open.add(new Level(object, at, last(path)));
    }

    void closes() {
        var level = open.removeLast();
        if (level.object) {
            leave(level);
        }
        var around = open.isEmpty() ? null : open.getLast();
        if (around != null && around.object && level.key.equals("config")) {
            around.file = level.file;
        }
    }

    void string(long at, List<String> path, String value) {
        if (open.isEmpty()) {
            return;
        }
        var level = open.getLast();
        var key = last(path);
        if (level.object && value.length() <= LONGEST_NAME) {
            named(level, key, value, at);
        }
        if (value.length() >= SHORTEST_PACKED) {
            packed(level, key, value, at);
        }
    }

    void word(List<String> path) {
        if (!open.isEmpty() && open.getLast().object && last(path).equals("registered_name")) {
            open.getLast().registered = "";
        }
    }

    private void named(Level level, String key, String value, long at) {
        switch (key) {
            case "module" -> level.module = value;
            case "class_name" -> level.className = value;
            case "registered_name" -> level.registered = value;
            case "spec_name" -> level.spec = value;
            case "config" -> level.config = value;
            case "filepath" -> level.file = value;
            case "vocabulary", "idf_weights" -> // a list is one; a text is where it is read from
                note(new Finding.Names(
                        place.at(at), "bytes of another file " + OtherFile.words(value) + ", as a " + key));
            case "keras_version" -> keras = true;
            default -> {}
        }
        if (value.endsWith(SWITCH)) {
            note(new Finding.Names(place.at(at), "the switch " + SWITCH + ", which lets a model run code"));
        }
    }

    /// Code of a `__lambda__` is loaded as such; other texts only if they begin as code, a pickle or an archive would.
    private void packed(Level level, String key, String value, long at) {
        var begins = PACKED.matcher(value).lookingAt();
        var code = key.equals("code") && level.key.equals("config") || begins && !level.object;
        var pickled = key.equals("module") && !DOTTED.matcher(value).matches(); // TorchModuleWrapper
        if (!code && !begins && !pickled) {
            return;
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(value);
            if (bytes.length == 0) {
                return;
            }
            if (packed.size() < MOST_PACKED) {
                packed.add(new Reading.Packed(
                        at, MemorySegment.ofArray(bytes), code && (bytes[0] & 0x7f) == 'c' ? "marshal" : ""));
            } else if (packed.size() == MOST_PACKED) {
                note(new Finding.Eludes(place.at(at), "it packs more than " + MOST_PACKED + " texts"));
            }
        } catch (IllegalArgumentException words) {
            // not base64; then it is only a text
        }
    }

    private void leave(Level level) {
        var name = level.className;
        if (name == null) {
            if (level.module != null
                    && level.key.equals("config")
                    && DOTTED.matcher(level.module).matches()) {
                outside(level, level.module);
            }
            return;
        }
        keras |= level.registered != null
                || level.module != null
                || name.equals("__lambda__")
                || open.isEmpty() && KerasNames.has(name);
        switch (name) {
            case "function" -> function(level, level.config == null ? "?" : level.config);
            case "__typespec__" -> thing(level, level.spec == null ? "?" : level.spec);
            case "__lambda__" -> {} // said where it stands
            default -> {
                if (!VALUES.contains(name)) {
                    thing(level, name);
                }
            }
        }
    }

    /// A module that only old Lambda layers name: where their function is looked up.
    private void outside(Level level, String module) {
        if (!OWN.matcher(module).matches() && !module.equals("builtins") && !module.equals("__main__")) {
            note(new Finding.Names(place.at(level.at), "the module " + Letters.shown(module, 120)));
        }
    }

    private void function(Level level, String name) {
        var module = level.module;
        if (module == null || module.equals("builtins")) {
            if (BUILTINS.contains(name)) {
                note(new Finding.Imports(place.at(level.at), "builtins." + name));
            } else if (!KerasNames.has(name)) {
                brought(level, "function " + name);
            }
        } else {
            imported(level, module, name);
        }
    }

    private void thing(Level level, String name) {
        if (name.equals("TFSMLayer")) {
            note(new Finding.Names(
                    place.at(level.at),
                    "bytes of another file " + OtherFile.words(level.file == null ? "?" : level.file)
                            + ", as a SavedModel (TFSMLayer)"));
        }
        if (level.module != null && !level.module.isEmpty()) {
            imported(level, level.module, name);
        } else if (!KerasNames.has(name) && !name.equals("Lambda") && !name.equals("TFSMLayer")) { // said elsewhere
            brought(level, "class " + name);
        }
        var registered = level.registered;
        if (registered != null && registered.indexOf('>') > 0) {
            brought(level, "class " + registered);
        }
    }

    private void imported(Level level, String module, String name) {
        if (module.equals("__main__")) { // where its author ran it; nobody else's `__main__` has it
            brought(level, ("function".equals(level.className) ? "function " : "class ") + name);
        } else {
            note(new Finding.Imports(place.at(level.at), Letters.shown(module + "." + name, LONGEST_NAME)));
        }
    }

    private void brought(Level level, String what) {
        note(new Finding.Names(
                place.at(level.at), "the " + Letters.shown(what, 120) + ", which whoever loads it has to bring"));
    }

    private void note(Finding finding) {
        if (findings.size() < MOST) {
            if (said.add(finding.predicate())) {
                findings.add(finding);
            }
        } else if (findings.size() == MOST) {
            findings.add(new Finding.Eludes(finding.at(), "there is more to say about this model than we keep"));
        }
    }

    private static String last(List<String> path) {
        return path.isEmpty() ? "" : path.getLast();
    }
}
