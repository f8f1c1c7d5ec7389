package dev.assay.inspect.format.marshal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.python.CodeObject;
import dev.assay.inspect.python.Constant;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container or code object that is being read.
final class Open {

    private static final int EXEC_STMT = 85;
    private static final int HAVE_ARGUMENT = 90;

    private final @Nullable Shape shape;
    private final long left;
    /// Where it is remembered once it is whole, or -1.
    final int reference;

    private final List<Constant> items = new ArrayList<>();

    /// @param shape of a code object; null for containers
    /// @param left how many values belong to it; less than none if a marker ends it
    Open(@Nullable Shape shape, long left, int reference) {
        this.shape = shape;
        this.left = left;
        this.reference = reference;
    }

    boolean isMarked() {
        return left < 0;
    }

    void add(Constant value) {
        items.add(value);
    }

    /// Whether nothing is missing; reads the numbers among a code object's fields.
    boolean isWhole(Cursor in) throws Malformed {
        if (shape == null) {
            return left >= 0 && items.size() == left;
        }
        while (items.size() < shape.count() && shape.field(items.size()) == '#') {
            in.skip(4);
            items.add(Constant.Plain.NUMBER);
        }
        return items.size() == shape.count();
    }

    Constant close(Cursor in) throws Malformed {
        return shape == null ? new Constant.Group(items) : code(shape, in);
    }

    private Constant code(Shape shape, Cursor in) throws Malformed {
        var name = "";
        List<Constant> constants = List.of();
        var names = new ArrayList<String>();
        var variables = new ArrayList<String>();
        for (var i = 0; i < shape.count(); i++) {
            var item = items.get(i);
            switch (shape.field(i)) {
                case 'b' -> {
                    in.require(item instanceof Constant.Bytes, "byte code is bytes");
                    if (shape == Shape.PYTHON_2 && item instanceof Constant.Bytes code && executes(code.bytes())) {
                        names.add("exec");
                    }
                }
                case 'c' -> {
                    in.require(item instanceof Constant.Group, "constants are a tuple");
                    constants = item instanceof Constant.Group group ? group.items() : constants;
                }
                case 'n' -> texts(item, names, in);
                case 'v' -> texts(item, variables, in);
                case 't' -> name = text(item, in);
                default -> {}
            }
        }
        return new CodeObject(name, names, variables, constants);
    }

    /// In Python 2, `exec` is a statement with an opcode of its own, and no name.
    private static boolean executes(MemorySegment code) {
        for (var at = 0L; at < code.byteSize(); ) {
            var opcode = Byte.toUnsignedInt(code.get(JAVA_BYTE, at));
            if (opcode == EXEC_STMT) {
                return true;
            }
            at += opcode < HAVE_ARGUMENT ? 1 : 3;
        }
        return false;
    }

    private static void texts(Constant item, List<String> into, Cursor in) throws Malformed {
        in.require(item instanceof Constant.Group, "names are a tuple");
        if (item instanceof Constant.Group group) {
            for (var it : group.items()) {
                into.add(text(it, in));
            }
        }
    }

    private static String text(Constant item, Cursor in) throws Malformed {
        return switch (item) {
            case Constant.Text it -> it.text();
            case Constant.Bytes it -> new String(it.bytes().toArray(JAVA_BYTE), ISO_8859_1); // Python 2
            case CodeObject it -> throw new Malformed(in.offset(), "a name is a text");
            case Constant.Group it -> throw new Malformed(in.offset(), "a name is a text");
            case Constant.Plain it -> throw new Malformed(in.offset(), "a name is a text");
        };
    }
}
