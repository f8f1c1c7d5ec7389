package dev.assay.inspect.format.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the machine's opcodes do to whoever unpickles: every way in which one of them calls something.
final class Caller {

    private static final Set<String> LOADERS = Set.of(
            "pickle.loads",
            "pickle._loads",
            "_pickle.loads",
            "cPickle.loads",
            "cloudpickle.loads",
            "dill.loads",
            "dill._dill.loads",
            "joblib._pickle_load",
            "torch.storage._load_from_bytes",
            "marshal.loads");

    private static final Set<String> METHODS = Set.of("__new__", "__setstate__", "__setitem__", "append", "extend");

    private static final Set<String> RECONSTRUCTORS = Set.of("copyreg._reconstructor", "copy_reg._reconstructor");

    private static final Set<String> DICTS =
            Set.of("builtins.dict", "collections.OrderedDict", "collections.defaultdict");
    private static final Set<String> REGISTRIES = Set.of("copyreg.add_extension", "copy_reg.add_extension");
    /// They set attributes by the names in their last argument.
    private static final Set<String> TAKE_STATES =
            Set.of("torch._tensor._rebuild_from_type_v2", "torch._utils._rebuild_parameter_with_state");

    private static final String RESERVED = "a state sets what the language keeps for itself";
    /// What Python itself notes in an instance of a generic class.
    private static final String GENERIC = "__orig_class__";
    /// Texts an instance may carry under the names its class has them under.
    private static final Set<String> DESCRIPTIONS = Set.of("__doc__", "__name__");

    private final Trace trace;
    private final Nested nested;
    private final Folding folding = new Folding();
    private final ArrowArrays arrow = new ArrowArrays();
    private final Map<Long, Value.Name> extensions = new HashMap<>();
    private int chained;
    private int depth;

    /// Takes bytes found in the stream.
    interface Nested {

        /// Bytes that stand in the stream, and may be loaded by whoever gets them.
        void seen(Tape.Slice bytes);

        /// Bytes the stream itself loads.
        void loaded(Tape.Slice bytes);
    }

    Caller(Trace trace, Nested nested) {
        this.trace = trace;
        this.nested = nested;
    }

    /// `callable(*arguments)`
    Value call(Value callable, Value arguments, long at) {
        return call(callable, spread(arguments), at);
    }

    private Value call(Value callable, List<Value> arguments, long at) {
        return switch (callable) {
            case Value.Name it -> named(it, arguments, at);
            case Value.Made it -> computed(it, arguments, at);
            default -> {
                trace.calls("unresolved.__call__", arguments, at);
                trace.eludes("it calls something that is not known before it is loaded", at);
                yield new Value.Unknown("the result of a call that is not known");
            }
        };
    }

    private Value named(Value.Name name, List<Value> arguments, long at) {
        var function = name.full();
        if (RECONSTRUCTORS.contains(function) && arguments.size() == 3) {
            return reconstructed(name, arguments, at);
        }
        if ((function.endsWith("copyreg.__newobj__") || function.equals("copy_reg.__newobj__"))
                && !arguments.isEmpty()) {
            trace.used(function);
            return create(arguments.getFirst(), Value.Box.tuple(arguments.subList(1, arguments.size())), at);
        }
        if (function.endsWith("copyreg.__newobj_ex__") && arguments.size() == 3) {
            trace.used(function);
            var all = new ArrayList<>(spread(arguments.get(1)));
            all.add(arguments.get(2));
            return create(arguments.getFirst(), Value.Box.tuple(all), at);
        }
        if (METHODS.contains(function.substring(function.lastIndexOf('.') + 1))) {
            // What opcodes call by themselves, called by its name: no instance, and so nothing a class is cleared for.
            trace.calls(function + ".__call__", arguments, at);
            return made(function + ".__call__", name.clear(), arguments);
        }
        var plain = Dill.plain(function, arguments);
        if (plain != null) {
            trace.used(function);
            trace.imports(plain, at);
            return Dill.makes(function, plain) ? made(plain, true, List.of()) : Folding.name(plain, at);
        }
        trace.calls(function, arguments, at);
        watch(function, arguments, at);
        CodeMaking.uses(arguments).forEach(it -> trace.runs(it, at));
        if (function.equals("torch._tensor._rebuild_from_type_v2")
                && arguments.size() == 4
                && arguments.getFirst() instanceof Value.Name maker) {
            deeper(maker, spread(arguments.get(2)), at);
        }
        if (LOADERS.contains(function) && !arguments.isEmpty()) {
            if (arguments.getFirst() instanceof Value.Bytes bytes) {
                nested.loaded(bytes.slice());
            } else {
                trace.eludes("it loads bytes that are not known before it is loaded", at);
            }
        }
        var folded = folding.of(function, arguments, at);
        if (folded instanceof Value.Name resolved) {
            trace.imports(resolved.full(), at);
        }
        return folded != null ? folded : made(resultOf(name, arguments), name.clear(), arguments);
    }

    /// What calls of cleared functions may not do besides.
    private void watch(String function, List<Value> arguments, long at) {
        var odd = NumpyTypes.called(function, arguments);
        if (odd != null) {
            trace.departs(odd, at);
        }
        if (TorchTensors.reachBeyond(function, arguments)) {
            trace.breaks("a tensor ends inside its storage", at);
        }
        if (arrow.believed(function, arguments)) {
            trace.eludes("it is not known whether an Arrow array ends inside its buffers", at);
        }
        if (TAKE_STATES.contains(function) && !arguments.isEmpty()) {
            var state = arguments.getLast();
            if (reserves(state, true)
                    || state instanceof Value.Box pair
                            && pair.kind == Value.Box.Kind.TUPLE
                            && pair.kept.stream().anyMatch(it -> reserves(it, true))) {
                trace.departs(RESERVED, at);
            }
        }
        if (REGISTRIES.contains(function) && arguments.size() == 3 && arguments.get(2) instanceof Value.Int code) {
            var module = Value.text(arguments.get(0));
            var name = Value.text(arguments.get(1));
            if (module != null && name != null) {
                extensions.put(code.number(), Folding.name(module + "." + name, at));
            }
        }
    }

    /// What an extension code stands for, if this stream registered it.
    Value.@Nullable Name extension(long code) {
        return extensions.get(code);
    }

    /// `copyreg._reconstructor(class, base, state)`: `base.__new__(class, state)`, then, unless the base is `object`,
    /// `base.__init__(made, state)`.
    private Value reconstructed(Value.Name name, List<Value> arguments, long at) {
        trace.calls(name.full(), arguments, at);
        var type = arguments.get(0);
        var base = arguments.get(1);
        var plain = base instanceof Value.Name it
                && (it.full().endsWith("builtins.object") || it.full().endsWith("__builtin__.object"));
        if (!plain) {
            if (base instanceof Value.Name it) {
                trace.calls(it.full() + ".__init__", List.of(arguments.get(2)), at);
            } else {
                trace.eludes("it initialises something that is not known before it is loaded", at);
            }
        }
        return create(type, Value.Box.tuple(plain ? List.of() : List.of(arguments.get(2))), at);
    }

    /// `class.__new__(class, *arguments)`
    Value create(Value type, Value arguments, long at) {
        if (type instanceof Value.Name name) {
            trace.used(name.full());
            trace.calls(name.full() + ".__new__", spread(arguments), at);
            var given = spread(arguments);
            return new Value.Made(name.full(), name.clear(), first(given), given.isEmpty());
        }
        return call(type, arguments, at);
    }

    /// Calls what an earlier call made: followed where that is a known kind of callable, stated in any case.
    private Value computed(Value.Made callable, List<Value> arguments, long at) {
        trace.calls(callable.maker + ".__call__", arguments, at);
        CodeMaking.uses(arguments).forEach(it -> trace.runs(it, at));
        var given = callable.arguments.kept;
        if (chained < 1000) {
            chained++;
            switch (callable.maker) {
                case "functools.partial", "_functools.partial" -> {
                    if (!given.isEmpty()) {
                        var all = new ArrayList<>(given.subList(1, given.size()));
                        all.addAll(arguments);
                        return deeper(given.getFirst(), all, at);
                    }
                }
                case "operator.attrgetter", "_operator.attrgetter" -> {
                    if (given.size() == 1 && arguments.size() == 1 && arguments.getFirst() instanceof Value.Name of) {
                        var attribute = Value.text(given.getFirst());
                        if (attribute != null) {
                            var name = Folding.attribute(of, attribute);
                            trace.imports(name.full(), at);
                            return name;
                        }
                    }
                }
                case "operator.methodcaller", "_operator.methodcaller" -> {
                    if (!given.isEmpty() && arguments.size() == 1 && arguments.getFirst() instanceof Value.Name of) {
                        var method = Value.text(given.getFirst());
                        if (method != null) {
                            return deeper(Folding.attribute(of, method), given.subList(1, given.size()), at);
                        }
                    }
                }
                default -> {}
            }
        }
        return made(callable.maker + ".__call__", callable.clear, arguments);
    }

    /// A callable made of callables may be long; following it must not be deep.
    private Value deeper(Value callable, List<Value> arguments, long at) {
        if (depth >= 50) {
            trace.eludes("callables are made of callables more than 50 deep", at);
            return new Value.Unknown("a deep call");
        }
        depth++;
        try {
            return call(callable, arguments, at);
        } finally {
            depth--;
        }
    }

    /// BUILD: `made.__setstate__(state)`, or the attributes set one by one.
    void build(Value target, Value state, long at) {
        if (reserves(state, false)
                || state instanceof Value.Box pair
                        && pair.kind == Value.Box.Kind.TUPLE
                        && pair.count == 2
                        && (reserves(pair.kept.get(0), false) || reserves(pair.kept.get(1), true))) {
            trace.departs(RESERVED, at);
        }
        switch (target) {
            case Value.Made it -> {
                trace.calls(it.maker + ".__setstate__", List.of(state), at);
                var source = KeptSource.in(it.maker, state);
                if (source != null) {
                    trace.runs(source, at);
                }
                var odd = NumpyTypes.stated(it, state);
                if (odd != null) {
                    trace.departs(odd, at);
                }
                if (it.state != null) {
                    trace.departs("an object is given its state twice", at);
                }
                it.state = state;
            }
            case Value.Name it -> trace.calls(it.full() + ".__setattr__", List.of(state), at);
            case Value.Unknown it -> unknown("__setstate__", state, at);
            case Value.Persistent it -> unknown("__setstate__", state, at);
            default -> {
                if (state != Value.Plain.NONE) {
                    trace.departs("a plain value is given a state", at);
                }
            }
        }
    }

    /// Whether attributes are set that have a meaning of their own.
    ///
    /// @param strict whether keys that are not known count too
    private static boolean reserves(Value state, boolean strict) {
        if (strict && state instanceof Value.Made it && DICTS.contains(it.maker)) {
            return true;
        }
        if (!(state instanceof Value.Box box) || box.kind != Value.Box.Kind.DICT) {
            return false;
        }
        for (var i = 0; i < box.kept.size(); i += 2) {
            var key = box.kept.get(i);
            var text = Value.text(key);
            if (text != null && text.startsWith("__") && text.endsWith("__") && !describes(text, box.kept.get(i + 1))) {
                return true;
            }
            if (strict && text == null && (key.holds() & (Value.OBJECTS | Value.UNKNOWN)) != 0) {
                return true;
            }
        }
        return strict && box.kept.size() != 2 * box.count;
    }

    /// Whether a name the language keeps for itself only says something about its bearer.
    private static boolean describes(String name, Value value) {
        return name.equals(GENERIC)
                || DESCRIPTIONS.contains(name)
                        && (value == Value.Plain.NONE || value instanceof Value.Text || value instanceof Value.Folded);
    }

    /// APPEND, APPENDS, ADDITEMS, SETITEM and SETITEMS on what is no plain container: methods of whatever it is.
    void fill(Value target, String method, Value contents, long at) {
        switch (target) {
            case Value.Made it -> trace.calls(it.maker + "." + method, List.of(contents), at);
            case Value.Name it -> trace.calls(it.full() + "." + method, List.of(contents), at);
            case Value.Unknown it -> unknown(method, contents, at);
            case Value.Persistent it -> unknown(method, contents, at);
            default -> trace.departs("a plain value is filled as a container", at);
        }
    }

    private void unknown(String method, Value argument, long at) {
        trace.calls("unresolved." + method, List.of(argument), at);
        trace.eludes("it changes something that is not known before it is loaded", at);
    }

    private static Value made(String maker, boolean clear, List<Value> arguments) {
        return new Value.Made(maker, clear, first(arguments), false);
    }

    private static Value.Box first(List<Value> arguments) {
        return Value.Box.tuple(arguments.size() > 64 ? arguments.subList(0, 64) : arguments);
    }

    /// Some functions make an instance of a class they are given; the class is what its state goes to.
    private static String resultOf(Value.Name function, List<Value> arguments) {
        var last = function.full().substring(function.full().lastIndexOf('.') + 1);
        var given = last.equals("_reconstruct")
                || last.equals("_mareconstruct")
                || last.equals("_new_Index")
                || last.equals("newObj")
                || last.startsWith("__pyx_unpickle_");
        return !given
                ? function.full()
                : !arguments.isEmpty() && arguments.getFirst() instanceof Value.Name type && type.clear()
                        ? type.full()
                        : function.full() + ".result";
    }

    private static List<Value> spread(Value arguments) {
        if (!(arguments instanceof Value.Box box) || box.kind == Value.Box.Kind.DICT) {
            return List.of(new Value.Unknown("arguments that are not known"));
        }
        return box.kept.size() == box.count && box.count <= 4096
                ? box.kept
                : more(box.kept.subList(0, Math.min(box.kept.size(), 64)));
    }

    private static List<Value> more(List<Value> first) {
        var some = new ArrayList<>(first);
        some.add(new Value.Unknown("more arguments"));
        return some;
    }
}
