package dev.assay.inspect.format.text;

import dev.assay.inspect.format.text.torchscript.Operations;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the keys of configurations mean to the frameworks that read them: which of them name code to be imported.
final class ConfigKeys {

    private static final Pattern DOTTED = Pattern.compile("[A-Za-z_][\\w]*(?:\\.[A-Za-z_]\\w*)++");

    /// The keys with which jsonpickle says which class to build or which function to call.
    private static final Pattern PICKLED =
            Pattern.compile("py/(?:reduce|object|function|type|newargs(?:ex)?|initargs|repr|mod)");

    /// A name with a point in it that is a file's.
    private static final Pattern FILE = Pattern.compile(
            ".*\\.(?:onnx|json|jsonl|txt|bin|pt|pth|ckpt|csv|tsv|npz?|h5|gguf|model|ya?ml|md|wav|mp[34]|png|jpe?g|zip|gz|tar"
                    + "|safetensors|parquet|xml|html?|py|c|cpp|js|so)");

    /// Fields in which transformers keeps the plain name of a class of its own.
    private static final Set<String> CLASSES =
            Set.of("processor_class", "image_processor_type", "feature_extractor_type", "video_processor_type");

    private static final Pattern OF_TRANSFORMERS =
            Pattern.compile("(?:transformers\\.models|diffusers\\.models|torch\\.nn|timm\\.models)[\\w.]*");

    /// The handlers that come with TorchServe.
    private static final Set<String> HANDLERS = Set.of(
            "image_classifier", "image_segmenter", "object_detector", "text_classifier", "base_handler", "hf_text_gen");

    /// Where PyTorch keeps its own operations.
    private static final String ATEN = "torch.ops.aten.";

    /// A size as PyTorch writes it: numbers, numbered symbols, and the functions on them that it has itself.
    private static final Pattern SYMBOLS = Pattern.compile("(?:\\s++|\\d{1,19}+(?:\\.\\d{1,19}+)?+"
            + "|(?:[suz]|zf|zuf)\\d{1,9}+(?!\\w)"
            + "|(?:Max|Min|Mod|PythonMod|FloorDiv|CeilDiv|CleanDiv|IntTrueDiv|FloatTrueDiv|ToFloat|TruncToInt|Eq|Ne|Ge|Gt|Le"
            + "|Lt|And|Or|Not|True|False|oo|int_oo)(?!\\w)|\\*(?!\\*)|[-+/(),<>=!&|~])*+");

    /// The flavours that come with MLflow.
    private static final Set<String> LOADERS = Set.of(
            "mlflow.sklearn",
            "mlflow.pytorch",
            "mlflow.pytorch.pickle_module",
            "mlflow.tensorflow",
            "mlflow.keras",
            "mlflow.transformers",
            "mlflow.sentence_transformers",
            "mlflow.xgboost",
            "mlflow.lightgbm",
            "mlflow.catboost",
            "mlflow.onnx",
            "mlflow.spacy",
            "mlflow.statsmodels",
            "mlflow.prophet",
            "mlflow.pmdarima",
            "mlflow.fastai",
            "mlflow.paddle",
            "mlflow.spark",
            "mlflow.h2o",
            "mlflow.openai",
            "mlflow.langchain",
            "mlflow.pyfunc.model");

    private ConfigKeys() {}

    /// A path that leads out of the folder it is written in, on whichever system.
    private static boolean outside(String path) {
        return path.startsWith("/")
                || path.startsWith("~")
                || path.indexOf('\\') >= 0
                || path.indexOf(':') >= 0
                || List.of(path.split("/", -1)).contains("..");
    }

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
        if (key.equals("target") && value.startsWith(ATEN) && Operations.computes(value.substring(ATEN.length()))) {
            return Optional.empty(); // torch.export: a step of a graph
        }
        if ((key.equals("in_spec") || key.equals("out_spec")) && value.contains("__enum__")) { // torch.utils._pytree
            return Optional.of("the class " + Letters.shown(value, 120));
        }
        if (key.equals("target") // OmegaConf's followers; with `params` beside it, it is called
                && DOTTED.matcher(value).matches()
                && !FILE.matcher(value).matches()) {
            return Optional.of("the callable " + Letters.shown(value, 120) + " (target)");
        }
        if (path.contains("weight_map") && outside(value)) { // shards of a model
            return Optional.of("a file outside the folder: " + Letters.shown(value, 120));
        }
        if (key.equals("handler") && path.size() == 2 && path.getFirst().equals("model")) { // TorchServe
            return HANDLERS.contains(value)
                    ? Optional.empty()
                    : Optional.of("code beside it: " + Letters.shown(value, 120));
        }
        if (key.equals("parent_library") && !OF_TRANSFORMERS.matcher(value).matches()) { // PEFT: auto_mapping
            return Optional.of("the module " + Letters.shown(value, 120));
        }
        if (CLASSES.contains(key) && (value.indexOf('.') >= 0 || value.indexOf('/') >= 0 || value.contains("--"))) {
            return Optional.of("the class " + Letters.shown(value, 120));
        }
        if (path.contains("kernel_config") || path.contains("kernel_mapping")) { // kernels fetched from a hub
            return value.indexOf('/') > 0
                    ? Optional.of("the kernel code " + Letters.shown(value, 120))
                    : Optional.empty();
        }
        if (key.startsWith("_attn_implementation") || key.equals("attn_implementation")) { // CVE-2026-4372
            return value.indexOf('/') >= 0 || value.indexOf(':') >= 0
                    ? Optional.of("the kernel code " + Letters.shown(value, 120))
                    : Optional.empty();
        }
        if (PICKLED.matcher(key).matches()) { // jsonpickle
            return Optional.of("the object " + Letters.shown(value, 120) + " (" + key + ")");
        }
        if (key.equals("loader_module")) { // MLflow
            return LOADERS.contains(value)
                    ? Optional.empty()
                    : Optional.of("the loader module " + Letters.shown(value, 120));
        }
        if (key.equals("service") && path.size() == 1 && value.matches("[\\w.]+:\\w+")) { // BentoML
            return Optional.of("code beside it: " + Letters.shown(value, 120));
        }
        return Optional.empty();
    }

    /// The code a string value is, if its key or its value says so.
    static Optional<String> run(String key, String value) {
        if (key.equals("class_name") && (value.equals("Lambda") || value.equals("__lambda__"))) { // CVE-2024-3660
            return Optional.of("a Keras Lambda layer: byte code in the configuration");
        }
        // torch.export: sizes are given to sympy, whose reader evaluates them; guards are compiled with the program
        if (key.equals("guards_code")
                || key.equals("expr_str") && !SYMBOLS.matcher(value).matches()) {
            return Optional.of("the expression " + Letters.shown(value, 120) + " (" + key + ")");
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
