package dev.assay.inspect.format.pickle;

import dev.assay.inspect.python.CodeObject;
import dev.assay.inspect.python.Constant;
import dev.assay.inspect.python.Uses;
import java.util.ArrayList;
import java.util.List;

/// Calls that put a code object together from its parts, as cloudpickle and dill write functions: byte code, then
/// constants, names and variables, among numbers. Whatever the callable is called, nobody else calls with these.
final class CodeMaking {

    /// Python 2 has the fewest.
    private static final int FEWEST = 12;

    private static final int DEEPEST = 16;

    private CodeMaking() {}

    /// What the code would use, in sentences, if these are a code object's parts.
    static List<String> uses(List<Value> arguments) {
        for (var i = 0; arguments.size() >= FEWEST && i + 3 < arguments.size(); i++) {
            if (arguments.get(i) instanceof Value.Bytes
                    && isTuple(arguments.get(i + 1))
                    && isTuple(arguments.get(i + 2))
                    && isTuple(arguments.get(i + 3))) {
                var code = new CodeObject(
                        "",
                        texts(arguments.get(i + 2)),
                        texts(arguments.get(i + 3)),
                        List.of(constant(arguments.get(i + 1), 0)));
                return Uses.of(code, "Python byte code");
            }
        }
        return List.of();
    }

    private static boolean isTuple(Value value) {
        return value instanceof Value.Box box && box.kind == Value.Box.Kind.TUPLE;
    }

    private static List<String> texts(Value tuple) {
        var texts = new ArrayList<String>();
        if (tuple instanceof Value.Box box) {
            for (var item : box.kept) {
                var text = Value.text(item);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static Constant constant(Value value, int depth) {
        return switch (value) {
            case Value.Text it -> text(it);
            case Value.Folded it -> text(it);
            case Value.Bytes it -> new Constant.Bytes(it.slice().bytes());
            case Value.Box it -> {
                var items = new ArrayList<Constant>();
                for (var item : depth < DEEPEST ? it.kept : List.<Value>of()) {
                    items.add(constant(item, depth + 1));
                }
                yield new Constant.Group(items);
            }
            default -> Constant.Plain.OTHER; // code inside of it was made by a call of its own
        };
    }

    private static Constant text(Value value) {
        var text = Value.text(value);
        return text == null ? Constant.Plain.OTHER : new Constant.Text(text);
    }
}
