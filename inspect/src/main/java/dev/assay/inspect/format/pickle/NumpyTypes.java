package dev.assay.inspect.format.pickle;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stream says about the memory of NumPy's elements.
///
/// NumPy believes it: bytes of an element that holds objects are addresses. The type NumPy itself writes says so in its
/// flags, and its arrays then hold lists of objects and no bytes; it has its state before anything is made of it, and
/// gets it once.
///
/// State: version, byte order, subtype, names, fields, width, alignment, flags (`arraydescr_setstate` in
/// numpy/_core/src/multiarray/descriptor.c).
final class NumpyTypes {

    private static final int SUBTYPE = 2;
    private static final int FIELDS = 4;
    private static final int FLAGS = 7;
    /// NPY_ITEM_REFCOUNT, NPY_LIST_PICKLE: elements are references, and come as a list.
    private static final long OBJECTS = 1 | 2;
    /// Those and NPY_ITEM_IS_POINTER. NPY_NEEDS_INIT (8) says nothing: texts have it too.
    private static final long OF_OBJECTS = OBJECTS | 4;

    /// Types of the language that NumPy has elements for; an element of any other is an object.
    private static final Set<String> PLAIN = Set.of(
            "builtins.bool",
            "builtins.int",
            "builtins.float",
            "builtins.complex",
            "builtins.str",
            "builtins.bytes",
            "__builtin__.bool",
            "__builtin__.int",
            "__builtin__.float",
            "__builtin__.complex",
            "__builtin__.str",
            "__builtin__.unicode");

    /// Parts of a type looked at; nobody's type has more.
    private static final int MOST = 4_000;

    private int left = MOST;

    private NumpyTypes() {}

    /// What this call does with a type that NumPy's writer never does, or null.
    static @Nullable String called(String function, List<Value> arguments) {
        if (!function.startsWith("numpy.")) {
            return null;
        }
        if (arguments.stream().anyMatch(NumpyTypes::early)) {
            return "a type of elements is used before it has its state";
        }
        if (function.endsWith("multiarray.scalar")
                && !arguments.isEmpty()
                && arguments.getFirst() instanceof Value.Made type
                && new NumpyTypes().type(type)) {
            return "a number is of a type that holds objects";
        }
        var from = function.endsWith("multiarray._reconstruct") ? 1 : function.endsWith("._mareconstruct") ? 2 : -1;
        return from >= 0 && arguments.size() > from + 1 && !empty(arguments.get(from), arguments.get(from + 1))
                ? "an array begins otherwise than empty"
                : null;
    }

    /// What this state says that NumPy's writer never does, or null.
    static @Nullable String stated(Value.Made target, Value state) {
        if (!(state instanceof Value.Box parts) || parts.kind != Value.Box.Kind.TUPLE) {
            return target.maker.equals("numpy.dtype") ? "the state of a type of elements is of another kind" : null;
        }
        if (!target.maker.equals("numpy.dtype")) {
            return target.maker.startsWith("numpy.") && parts.kept.stream().anyMatch(NumpyTypes::early)
                    ? "a type of elements is used before it has its state"
                    : null;
        }
        if (parts.count != 8 && parts.count != 9
                || !(parts.kept.getFirst() instanceof Value.Int version)
                || version.number() != 3 && version.number() != 4) {
            return "the state of a type of elements is of another kind";
        }
        var flags = parts.kept.get(FLAGS) instanceof Value.Int it && it.fits() ? flags(it.number()) : -1;
        var objects = ofObjects(target) || new NumpyTypes().inParts(parts);
        return flags < 0 || (objects ? (flags & OBJECTS) != OBJECTS : (flags & OF_OBJECTS) != 0)
                ? "a type of elements does not say whether they hold objects"
                : null;
    }

    /// Before NumPy 2 flags were a signed byte.
    private static long flags(long written) {
        return written < 0 && written >= Byte.MIN_VALUE ? written & 0xff : written;
    }

    /// Made of nothing yet, as the first step of reading an array.
    private static boolean empty(Value shape, Value type) {
        var code = type instanceof Value.Bytes it && it.slice().length() == 1
                ? it.slice().text()
                : Value.text(type);
        return shape instanceof Value.Box box
                && box.kind == Value.Box.Kind.TUPLE
                && box.count == 1
                && box.kept.getFirst() instanceof Value.Int size
                && size.number() == 0
                && size.fits()
                && "b".equals(code);
    }

    private static boolean early(Value value) {
        return value instanceof Value.Made made && made.maker.equals("numpy.dtype") && made.state == null;
    }

    private boolean inParts(Value.Box parts) {
        return parts.kept.size() <= FIELDS || objects(parts.kept.get(SUBTYPE)) || objects(parts.kept.get(FIELDS));
    }

    /// Whether a part of a type may hold objects; what is not known may.
    private boolean objects(Value part) {
        if (left-- <= 0) {
            return true;
        }
        return switch (part) {
            case Value.Made it -> type(it);
            case Value.Box it -> {
                var complete = it.kept.size() == (it.kind == Value.Box.Kind.DICT ? 2 * it.count : it.count);
                yield !complete || it.kept.stream().anyMatch(this::objects);
            }
            case Value.Unknown it -> true;
            case Value.Persistent it -> true;
            case Value.Name it -> ofObjects(it);
            default -> false;
        };
    }

    private boolean type(Value.Made made) {
        return !made.maker.equals("numpy.dtype")
                || ofObjects(made)
                || made.state instanceof Value.Box state && inParts(state);
    }

    /// Whether a type is one of objects by its name alone.
    private static boolean ofObjects(Value.Made type) {
        var name = type.arguments.kept.isEmpty() ? null : type.arguments.kept.getFirst();
        if (name instanceof Value.Name it) {
            return ofObjects(it);
        }
        var text = name == null ? null : Value.text(name);
        if (text == null) {
            return true;
        }
        var bare = text.replaceFirst("^[|<>=]", "");
        return bare.startsWith("O") || bare.startsWith("object");
    }

    private static boolean ofObjects(Value.Name type) {
        var numbers = type.full().startsWith("numpy.") || type.full().startsWith("ml_dtypes.");
        return numbers ? type.full().contains("object") : !PLAIN.contains(type.full());
    }
}
