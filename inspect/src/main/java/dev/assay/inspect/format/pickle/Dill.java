package dev.assay.inspect.format.pickle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How dill writes types and constants of the language: as the name in a table of its own, or as source it evaluates.
/// Where that is one of the few things dill writes of plain data, it is read as the thing itself.
///
/// @see <a href="https://github.com/uqfoundation/dill/blob/master/dill/_dill.py">dill._dill, _load_type and
///     _eval_repr</a>
final class Dill {

    private static final Map<String, String> OTHERS = Map.of(
            "NoneType", "builtins.NoneType",
            "ItemGetterType", "operator.itemgetter",
            "PartialType", "functools.partial");
    private static final Set<String> TYPES = Set.of(
            "bool",
            "bytearray",
            "bytes",
            "complex",
            "dict",
            "float",
            "frozenset",
            "int",
            "list",
            "object",
            "range",
            "set",
            "slice",
            "str",
            "tuple",
            "ArithmeticError",
            "AssertionError",
            "AttributeError",
            "Exception",
            "FileNotFoundError",
            "ImportError",
            "IndexError",
            "KeyError",
            "LookupError",
            "NotImplementedError",
            "OSError",
            "PermissionError",
            "RuntimeError",
            "StopIteration",
            "TimeoutError",
            "TypeError",
            "UnicodeDecodeError",
            "UnicodeEncodeError",
            "ValueError",
            "ZeroDivisionError");
    private static final Set<String> CONSTANTS = Set.of("Ellipsis", "NotImplemented");
    private static final Pattern RANGE = Pattern.compile("range\\(-?\\d{1,18}, -?\\d{1,18}(, -?\\d{1,18})?\\)");

    private Dill() {}

    /// The name of what this call gives, or null if it is not one of those.
    static @Nullable String plain(String function, List<Value> arguments) {
        var text = arguments.size() == 1 ? Value.text(arguments.getFirst()) : null;
        if (text == null) {
            return null;
        }
        return switch (function) {
            case "dill._dill._load_type" -> TYPES.contains(text) ? "builtins." + text : OTHERS.get(text);
            case "dill._dill._eval_repr" ->
                CONSTANTS.contains(text)
                        ? "builtins." + text
                        : RANGE.matcher(text).matches() ? "builtins.range" : null;
            default -> null;
        };
    }

    /// Whether the call makes an instance of what [#plain] names, and does not give the name itself.
    static boolean makes(String function, String plain) {
        return function.equals("dill._dill._eval_repr") && !CONSTANTS.contains(plain.substring("builtins.".length()));
    }
}
