package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The objects of a configuration, each looked at when it is whole: some name in one field what they are built by, and
/// in the others what with.
final class Objects {

    /// So many fields of an object are kept, and so many letters of each.
    private static final int FIELDS = 12;

    private static final int LETTERS = 120;
    private static final int PAIRS = 200;

    private static final Pattern CALLABLE = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)++");

    /// The fields in which Hydra, OmegaConf's followers, Lightning and sentence-transformers name a callable.
    private static final Set<String> NAMING = Set.of(
            "_target_",
            "class_path",
            "target",
            "type",
            "params",
            "init_args",
            "_class_name",
            "_partial_",
            "path",
            "__loader__",
            "__module__",
            "__class__",
            "func");

    /// What the parts of a pipeline come from: a library, or one of the pipelines that come with diffusers.
    private static final Set<String> LIBRARIES = Set.of(
            "diffusers",
            "transformers",
            "onnxruntime",
            "flax",
            "optimum",
            "peft",
            "None",
            "stable_diffusion",
            "stable_diffusion_xl",
            "latent_diffusion",
            "paint_by_example",
            "alt_diffusion",
            "deepfloyd_if",
            "kandinsky",
            "unidiffuser",
            "audioldm2",
            "versatile_diffusion",
            "shap_e",
            "wuerstchen",
            "stable_cascade",
            "musicldm",
            "blip_diffusion",
            "spectrogram_diffusion",
            "consistency_models",
            "ltx",
            "ltx2");

    private static final Pattern SENTENCE_TRANSFORMERS = Pattern.compile("sentence_transformers"
            + "(?:\\.(?:models|sparse_encoder|cross_encoder|base|sentence_transformer|modules|multi_vec_encoder))*"
            + "\\.[A-Z]\\w*");

    private record Field(long at, String literal, @Nullable String text) {}

    private record Pair(long at, String key, List<String> names) {}

    private static final class Level {
        private final boolean object;
        private final String key;
        private final long at;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final List<String> texts = new ArrayList<>();
        private final List<Pair> pairs = new ArrayList<>();
        private final Map<String, String> built = new HashMap<>();
        private @Nullable String function;
        private @Nullable String of;
        private int items;

        Level(boolean object, String key, long at) {
            this.object = object;
            this.key = key;
            this.at = at;
        }
    }

    private final Place place;
    private final Consumer<Finding> note;
    private final Deque<Level> levels = new ArrayDeque<>();

    Objects(Place place, Consumer<Finding> note) {
        this.place = place;
        this.note = note;
    }

    void opens(long at, List<String> path, boolean object) {
        var parent = levels.peek();
        var key = path.isEmpty() ? "" : path.getLast();
        if (parent != null) {
            parent.items++;
            keep(parent, key, new Field(at, object ? "{}" : "[]", null));
        }
        levels.push(new Level(object, key, at));
    }

    /// @param text the value, if it is a text
    void scalar(long at, List<String> path, String literal, @Nullable String text) {
        var level = levels.peek();
        if (level == null) {
            return;
        }
        level.items++;
        if (level.object) {
            keep(level, path.isEmpty() ? "" : path.getLast(), new Field(at, literal, text));
        } else if (level.texts.size() < 3) {
            level.texts.add(text == null ? literal : text);
        }
    }

    private static void keep(Level level, String key, Field field) {
        if (level.object && (level.fields.size() < FIELDS || NAMING.contains(key))) {
            level.fields.put(key, field);
        }
    }

    void closes() {
        var level = levels.pop();
        if (level.object) {
            whole(level);
        } else if (level.items == 2 && level.texts.size() == 2 && levels.size() == 1) {
            var parent = levels.element();
            if (parent.pairs.size() < PAIRS) {
                parent.pairs.add(new Pair(level.at, level.key, List.copyOf(level.texts)));
            }
        }
    }

    private void whole(Level level) {
        node(level);
        template(level);
        calls(level, "_target_", true);
        calls(level, "class_path", level.fields.containsKey("init_args"));
        calls(level, "target", level.fields.containsKey("params"));
        if (level.fields.containsKey("_class_name")) {
            pipeline(level);
        }
        var type = level.fields.get("type");
        if (type != null && type.text != null && level.fields.containsKey("path") && isModules()) {
            module(type.at, type.text);
        }
    }

    /// skops: a class, and who loads it. A method's object stands one further in.
    private void node(Level level) {
        var parent = levels.peek();
        var loader = text(level, "__loader__");
        var module = text(level, "__module__");
        var name = text(level, "__class__");
        if (module != null && name != null) {
            var whole = module + "." + name;
            if (loader != null) {
                Skops.loads(new Skops.Node(level.at, whole, loader, level.function, level.of), place, note);
            }
            if (parent != null && level.key.equals("obj")) {
                parent.built.put(level.key, whole);
            }
        } else if (parent != null && level.key.equals("content")) {
            parent.function = text(level, "func");
            parent.of = level.built.get("obj");
        }
    }

    /// One of several chat templates: which one a reader takes is said by its name.
    private void template(Level level) {
        var parent = levels.peek();
        var name = text(level, "name");
        if (parent != null
                && !parent.object
                && parent.key.equals("chat_template")
                && name != null
                && parent.built.put(name, name) != null) {
            note.accept(new Finding.Differs(
                    place.at(level.at), "two chat templates are called '" + Letters.shown(name, 60) + "'"));
        }
    }

    private static @Nullable String text(Level level, String key) {
        var field = level.fields.get(key);
        return field == null ? null : field.text;
    }

    /// What an object is built by is called with the other fields: a callable found by its name.
    private void calls(Level level, String key, boolean always) {
        var named = level.fields.get(key);
        if (named == null || named.text == null || !always) {
            return;
        }
        if (!CALLABLE.matcher(named.text).matches()) {
            note.accept(new Finding.Names(
                    place.at(named.at), "the callable " + Letters.shown(named.text, LETTERS) + " (" + key + ")"));
            return;
        }
        var given = new ArrayList<String>();
        level.fields.forEach((field, value) -> {
            if (!NAMING.contains(field) && given.size() < FIELDS) {
                given.add(value.literal);
            }
        });
        note.accept(new Finding.Calls(place.at(named.at), Letters.shown(named.text, LETTERS), given));
    }

    /// diffusers: each part of a pipeline is a library and a class; what is no library is a file beside it.
    private void pipeline(Level level) {
        for (var pair : level.pairs) {
            var library = pair.names.getFirst();
            if (!LIBRARIES.contains(library)) {
                note.accept(new Finding.Names(
                        place.at(pair.at),
                        "code beside it: " + Letters.shown(library + "." + pair.names.getLast(), LETTERS) + " ("
                                + Letters.shown(pair.key, 40) + ")"));
            }
        }
    }

    /// A list of objects and nothing around it.
    private boolean isModules() {
        return levels.size() == 1 && !levels.element().object;
    }

    /// sentence-transformers: what a part of a model is read by.
    private void module(long at, String type) {
        if (CALLABLE.matcher(type).matches()
                && !SENTENCE_TRANSFORMERS.matcher(type).matches()) {
            note.accept(new Finding.Names(place.at(at), "the module " + Letters.shown(type, LETTERS)));
        }
    }

    /// A text as our sentences repeat it.
    static String quoted(String text) {
        return "'" + Letters.shown(text.replace("\\", "\\\\").replace("'", "\\'"), LETTERS) + "'";
    }
}
