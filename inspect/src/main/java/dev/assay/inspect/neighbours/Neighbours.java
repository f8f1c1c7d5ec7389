package dev.assay.inspect.neighbours;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The Python code among the files of a folder, by the name it is imported by.
///
/// Python looks in the folder of the program it runs, and in the folder it was started in, before it
/// looks among its own modules. So a file that imports nothing but `collections` does what the
/// `collections.py` beside it says (ShadowPickle, arXiv 2607.17503: this passed every scanner).
///
/// Names, not contents, are compared: what the code does is for its own inspection to say.
public final class Neighbours {

    /// Part of the interpreter, and imported before any path is looked at.
    private static final Set<String> BUILT_IN = Set.of(
            "__builtin__",
            "builtins",
            "_codecs",
            "_io",
            "_operator",
            "_functools",
            "_collections",
            "_sre",
            "posix",
            "nt",
            "sys",
            "marshal",
            "itertools",
            "time");

    /// For each folder, modules and the path of each.
    private final Map<String, Map<String, String>> code = new HashMap<>();

    /// @param paths of all files, relative to one root, with `/` between names
    public Neighbours(Collection<String> paths) {
        paths.stream().sorted().forEach(this::add);
    }

    /// Whether Python would import a file of this name.
    public static boolean isCode(String name) {
        return name.endsWith(".py")
                || name.endsWith(".pyw")
                || name.endsWith(".pyc")
                || name.endsWith(".so")
                || name.endsWith(".pyd");
    }

    /// The folders from which Python finds this code: that of the file or, for what makes a folder a package, the one
    /// above it. What is found from the root, "", is found from everywhere.
    public static Set<String> foundFrom(String path) {
        var folder = folder(path);
        return makesPackage(path.substring(path.lastIndexOf('/') + 1)) ? Set.of(folder(folder)) : Set.of(folder);
    }

    /// The folder a file is in; "" for the root.
    public static String folder(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    private static boolean makesPackage(String name) {
        return name.startsWith("__init__.") && isCode(name);
    }

    private void add(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var folder = folder(path);
        if (makesPackage(name)) {
            if (!folder.isEmpty()) {
                put(folder(folder), folder.substring(folder.lastIndexOf('/') + 1), path);
            }
        } else if (isCode(name)) {
            put(folder, name.substring(0, name.indexOf('.')), path);
        }
    }

    private void put(String folder, String module, String path) {
        if (!module.isEmpty()) {
            code.computeIfAbsent(folder, any -> new HashMap<>()).putIfAbsent(module, path);
        }
    }

    /// What was found in a file, and which of the modules it imports are among its neighbours: in its own folder, or at
    /// the root.
    ///
    /// @param path the file's, as it was given to the constructor
    public Inspection join(String path, Inspection inspection) {
        var said = new LinkedHashMap<String, Finding>();
        for (var finding : inspection.findings()) {
            imported(finding).ifPresent(name -> {
                var module = name.substring(0, name.indexOf('.'));
                beside(path, module)
                        .filter(it -> !it.equals(path))
                        .ifPresent(it -> said.putIfAbsent(module, sentence(finding.at(), module, it)));
            });
        }
        var joined = inspection;
        for (var finding : said.values()) {
            joined = joined.with(finding);
        }
        return joined;
    }

    private static Finding sentence(Place at, String module, String path) {
        return new Finding.Differs(
                at,
                "some find the module " + module + " in " + Place.printable(path) + ", others where it is installed");
    }

    private Optional<String> beside(String path, String module) {
        if (BUILT_IN.contains(module)) {
            return Optional.empty();
        }
        var near = code.getOrDefault(folder(path), Map.of()).get(module);
        var top = code.getOrDefault("", Map.of()).get(module);
        return Optional.ofNullable(near != null ? near : top);
    }

    private static Optional<String> imported(Finding finding) {
        var name = switch (finding) {
            case Finding.Calls it -> it.function();
            case Finding.Imports it -> it.name();
            case Finding.Runs it -> "";
            case Finding.Names it -> "";
            case Finding.Carries it -> "";
            case Finding.Escapes it -> "";
            case Finding.PosesAs it -> "";
            case Finding.Differs it -> "";
            case Finding.Departs it -> "";
            case Finding.Outgrows it -> "";
            case Finding.Breaks it -> "";
            case Finding.Eludes it -> "";
        };
        return name.indexOf('.') > 0 ? Optional.of(name) : Optional.empty();
    }
}
