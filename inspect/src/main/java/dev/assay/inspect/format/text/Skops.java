package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The nodes of a skops schema: each names a class by module and name, and the loader that makes something of it. What
/// loading a node does is told in the words of a pickle, so that one policy speaks of both; and where the name that is
/// shown to whoever asks whether to trust a file is not the name that is loaded, that is told too.
///
/// @see <a href="https://skops.readthedocs.io/en/stable/persistence.html">skops: secure persistence</a>
final class Skops {

    /// Loaders that make plain values of the file's own contents.
    private static final Set<String> PLAIN = Set.of(
            "JsonNode",
            "CachedNode",
            "BytesNode",
            "BytearrayNode",
            "SliceNode",
            "DTypeNode",
            "RandomStateNode",
            "RandomGeneratorNode",
            "NdArrayNode",
            "MaskedArrayNode",
            "SparseMatrixNode",
            "DictNode",
            "ListNode",
            "SetNode",
            "TupleNode",
            "DefaultDictNode",
            "QuantileForestNode");

    /// What those are: a loader of plain values that names anything else is used for something else.
    private static final Set<String> VALUES = Set.of(
            "builtins.str",
            "builtins.int",
            "builtins.float",
            "builtins.bool",
            "builtins.NoneType",
            "builtins.dict",
            "builtins.list",
            "builtins.tuple",
            "builtins.set",
            "builtins.frozenset",
            "builtins.bytes",
            "builtins.bytearray",
            "builtins.slice",
            "builtins.complex",
            "collections.OrderedDict",
            "collections.defaultdict",
            "numpy.ndarray",
            "numpy.dtype",
            "numpy.dtypes",
            "numpy.ma.MaskedArray",
            "numpy.ma.core.MaskedArray",
            "numpy.random.RandomState",
            "numpy.random.mtrand.RandomState",
            "numpy.random.Generator",
            "numpy.random._generator.Generator",
            "numpy.matrix",
            "builtins.object");

    /// The element types of NumPy, and their own classes.
    private static final Pattern NUMBERS = Pattern.compile(
            "numpy\\.(?:dtypes\\.\\w+|(?:u?int|float|complex)\\d+|bool_?|str_|bytes_|longlong|ulonglong|longdouble)");

    /// A node as it stands in the file.
    ///
    /// @param function of a method, the name under `content`
    /// @param of of a method, the class of the object under `content`
    record Node(
            long at,
            String name,
            String loader,
            @Nullable String function,
            @Nullable String of) {}

    private Skops() {}

    static void loads(Node node, Place place, Consumer<Finding> note) {
        var at = place.at(node.at);
        var name = Letters.shown(node.name, 160);
        switch (node.loader) {
            case "ObjectNode" -> {
                note.accept(new Finding.Calls(at, name + ".__new__", List.of()));
                note.accept(new Finding.Calls(at, name + ".__setstate__", List.of("{}")));
            }
            case "TypeNode", "FunctionNode" -> note.accept(new Finding.Imports(at, name));
            case "TreeNode", "ReduceNode" -> note.accept(new Finding.Imports(at, name));
            case "LossNode", "SGDNode" -> note.accept(new Finding.Calls(at, name, List.of()));
            case "PartialNode" -> note.accept(new Finding.Calls(at, "functools.partial", List.of("?")));
            case "OperatorFuncNode" -> { // loads from `operator`, whichever module it shows: CVE-2025-54412
                var loaded = "operator." + name.substring(name.lastIndexOf('.') + 1);
                if (!loaded.equals(name)) {
                    note.accept(new Finding.Differs(at, "shown is " + name + ", loaded is " + loaded));
                }
                note.accept(new Finding.Calls(at, loaded, List.of("?")));
            }
            case "MethodNode" -> method(node, name, at, note); // CVE-2025-54413
            default -> {
                if (!PLAIN.contains(node.loader)) {
                    note.accept(new Finding.Names(
                            at, "a loader of skops we do not know: " + Letters.shown(node.loader, 60) + " of " + name));
                } else if (!VALUES.contains(node.name)
                        && !node.name.startsWith("scipy.sparse.")
                        && !NUMBERS.matcher(node.name).matches()) {
                    note.accept(new Finding.Calls(at, name + ".__new__", List.of()));
                }
            }
        }
    }

    private static void method(Node node, String name, Place at, Consumer<Finding> note) {
        var function = node.function == null ? "?" : Letters.shown(node.function, 60);
        if (node.of == null) {
            note.accept(new Finding.Names(at, "a method of we do not know what: " + name + "." + function));
            return;
        }
        var of = Letters.shown(node.of, 160);
        if (!of.equals(name)) {
            note.accept(new Finding.Differs(
                    at, "shown is " + name + "." + function + ", loaded is " + of + "." + function));
        }
        note.accept(new Finding.Imports(at, of + "." + function));
    }
}
