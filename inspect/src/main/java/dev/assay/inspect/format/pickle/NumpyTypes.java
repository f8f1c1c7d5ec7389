package dev.assay.inspect.format.pickle;

/// What the state of a `numpy.dtype` says about the memory of its elements.
///
/// NumPy believes it: bytes of an element that holds objects are addresses. The type NumPy itself writes says so in its
/// flags, and its arrays then hold lists of objects and no bytes.
///
/// State: version, byte order, subtype, names, fields, width, alignment, flags (`arraydescr_setstate` in
/// numpy/_core/src/multiarray/descriptor.c).
final class NumpyTypes {

    private static final int SUBTYPE = 2;
    private static final int FIELDS = 4;
    private static final int FLAGS = 7;
    private static final long HOLDS_OBJECTS = 1;

    /// Parts of a type looked at; nobody's type has more.
    private static final int MOST = 4_000;

    private int left = MOST;

    private NumpyTypes() {}

    /// Whether this state lets an element hold objects without saying so.
    static boolean hideObjects(Value.Made target, Value state) {
        if (!target.maker.equals("numpy.dtype")
                || !(state instanceof Value.Box parts)
                || parts.kept.size() <= FLAGS
                || !new NumpyTypes().inParts(parts)) {
            return false;
        }
        return !(parts.kept.get(FLAGS) instanceof Value.Int flags
                && flags.fits()
                && (flags.number() & HOLDS_OBJECTS) != 0);
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
            case Value.Name it -> it.full().contains("object");
            default -> false;
        };
    }

    private boolean type(Value.Made made) {
        if (!made.maker.equals("numpy.dtype") || made.arguments.kept.isEmpty()) {
            return true;
        }
        var name = made.arguments.kept.getFirst();
        var text = Value.text(name);
        if (text == null) {
            return objects(name);
        }
        var bare = text.replaceFirst("^[|<>=]", "");
        return bare.startsWith("O")
                || bare.startsWith("object")
                || made.state instanceof Value.Box state && inParts(state);
    }
}
