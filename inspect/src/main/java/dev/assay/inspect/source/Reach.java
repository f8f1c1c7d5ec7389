package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Function;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// When each function of a source runs: what the import reaches, what using its classes reaches, what
/// running it as a script reaches, and the rest.
final class Reach {

    /// Methods that Python, or the libraries of the field, call on objects they are given: nobody who
    /// uses a model calls them by name.
    private static final Set<String> USED = Set.of(
            "forward",
            "from_pretrained",
            "save_pretrained",
            "call",
            "build",
            "get_config",
            "from_config",
            "_split_generators",
            "_generate_examples",
            "_generate_tables",
            "_info",
            "_prepare_split",
            "preprocess",
            "postprocess",
            "_forward",
            "_sanitize_parameters",
            "handle",
            "predict",
            "fit",
            "transform",
            "initialize_options",
            "finalize_options",
            "setup",
            "_tokenize",
            "tokenize",
            "reset_parameters",
            "training_step",
            "on_load_checkpoint",
            "load_state_dict",
            "load_model",
            "load_context");

    private final Map<Function, When> when = new HashMap<>();
    private final Map<Function, Set<Function>> calls;
    private final Map<Function, Set<String>> byName;
    private final Map<String, List<Function>> named = new HashMap<>();
    private final Map<Function, List<Function>> inner = new HashMap<>();

    Reach(
            List<Function> functions,
            Map<Function, Set<Function>> calls,
            Map<Function, Set<String>> byName,
            Function imported,
            Function script) {
        this.calls = calls;
        this.byName = byName;
        for (var it : functions) {
            named.computeIfAbsent(it.name, any -> new ArrayList<>()).add(it);
            if (it.outer != imported && it.outer != script || it.result != null) {
                // what is defined in a function, or is a lambda, is made to be called when that is
                inner.computeIfAbsent(it.outer, any -> new ArrayList<>()).add(it);
            }
        }
        spread(List.of(imported), When.IMPORT);
        spread(functions.stream().filter(Reach::isUsed).toList(), When.USE);
        spread(List.of(script), When.SCRIPT);
    }

    When when(Function function) {
        return when.getOrDefault(function, When.CALL);
    }

    private static boolean isUsed(Function function) {
        var dunder = function.name.startsWith("__") && function.name.endsWith("__");
        return function.of != null
                ? dunder || USED.contains(function.name) || function.name.equals("run") && isCommand(function.of)
                : dunder;
    }

    /// Whether a class is a command of `setup.py`: pip runs those.
    private static boolean isCommand(Value.ClassOf of) {
        return of.bases.stream()
                .anyMatch(it -> it instanceof Value.Named base
                        && base.name().matches(".*\\b(install|develop|build\\w*|egg_info|sdist|bdist\\w*|Command)"));
    }

    private void spread(List<Function> roots, When time) {
        var next = new ArrayDeque<Function>(roots);
        var seen = new HashSet<String>();
        while (!next.isEmpty()) {
            var function = next.removeFirst();
            if (when.putIfAbsent(function, time) != null) {
                continue;
            }
            next.addAll(calls.getOrDefault(function, Set.of()));
            next.addAll(inner.getOrDefault(function, List.of()));
            for (var name : byName.getOrDefault(function, Set.of())) {
                if (seen.add(name)) {
                    next.addAll(named.getOrDefault(name, List.of()));
                }
            }
        }
    }
}
