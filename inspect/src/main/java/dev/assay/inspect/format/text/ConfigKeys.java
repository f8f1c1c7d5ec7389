package dev.assay.inspect.format.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the keys of configurations mean to the frameworks that read them: which of them name code to be imported.
final class ConfigKeys {

    private static final Pattern DOTTED = Pattern.compile("[A-Za-z_][\\w]*(\\.[A-Za-z_]\\w*)+");

    /// The keys with which jsonpickle says which class to build or which function to call.
    private static final Pattern PICKLED =
            Pattern.compile("py/(?:reduce|object|function|type|newargs(?:ex)?|initargs|repr|mod)");

    private static final Pattern KERAS =
            Pattern.compile("(?:keras|tf_keras|builtins)(?:\\..*)?|tensorflow\\.keras\\..*");

    private ConfigKeys() {}

    /// The code a string value names, if its key is one that a framework imports from.
    ///
    /// @param path the keys from the outside in, the value's own last
    static Optional<String> named(List<String> path, String key, String value) {
        if (path.contains("auto_map")) { // transformers: dynamic modules, fetched if trust_remote_code is given
            return Optional.of(code(value));
        }
        if (path.contains("custom_pipelines") && key.equals("impl")) { // transformers: custom pipelines
            return Optional.of(code(value));
        }
        if (key.equals("custom_pipeline")) { // diffusers: community pipelines
            return Optional.of("the pipeline code " + Letters.shown(value, 120));
        }
        if (key.equals("_target_")
                || key.equals("target") && DOTTED.matcher(value).matches()) { // Hydra, OmegaConf
            return Optional.of("the callable " + Letters.shown(value, 120) + " (" + key + ")");
        }
        if (key.startsWith("_attn_implementation") || key.equals("attn_implementation")) { // CVE-2026-4372
            return value.indexOf('/') >= 0 || value.indexOf(':') >= 0
                    ? Optional.of("the kernel code " + Letters.shown(value, 120))
                    : Optional.empty();
        }
        if (PICKLED.matcher(key).matches()) { // jsonpickle
            return Optional.of("the object " + Letters.shown(value, 120) + " (" + key + ")");
        }
        if (key.equals("module")
                && value.matches("[A-Za-z_][\\w.]*")
                && !KERAS.matcher(value).matches()
                && path.contains("config")) { // Keras: the module of a registered class
            return Optional.of("the module " + Letters.shown(value, 120));
        }
        if (key.equals("loader_module")) { // MLflow
            return Optional.of("the loader module " + Letters.shown(value, 120));
        }
        if (key.equals("type") && DOTTED.matcher(value).matches() && path.size() == 1) { // sentence-transformers
            return value.startsWith("sentence_transformers.")
                    ? Optional.empty()
                    : Optional.of("the module " + Letters.shown(value, 120));
        }
        return Optional.empty();
    }

    /// The code a string value is, if its key or its value says so.
    static Optional<String> run(String key, String value) {
        if (key.equals("class_name") && (value.equals("Lambda") || value.equals("__lambda__"))) { // CVE-2024-3660
            return Optional.of("a Keras Lambda layer: byte code in the configuration");
        }
        return Optional.empty();
    }

    /// `repository--module.Class` is code in another repository, `module.Class` a file beside the configuration.
    private static String code(String value) {
        var elsewhere = value.indexOf("--");
        return elsewhere > 0
                ? "code in another repository: " + Letters.shown(value, 120)
                : "code beside it: " + Letters.shown(value, 120);
    }
}
