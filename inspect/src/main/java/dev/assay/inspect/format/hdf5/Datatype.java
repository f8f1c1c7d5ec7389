package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import org.jspecify.annotations.Nullable;

/// What the elements of a data set or an attribute are (specification, IV.A.2.d), as far as it matters here: whether
/// they are texts, or point to what stands elsewhere.
///
/// @param kind the class of the type
/// @param size bytes of one element
/// @param base what a sequence of any length is made of
record Datatype(int kind, long size, @Nullable Datatype base) {

    private static final int STRING = 3;
    private static final int SEQUENCE = 9;
    private static final int DEEPEST = 32;

    static Datatype read(Cursor in) throws Malformed {
        return read(in, 0);
    }

    private static Datatype read(Cursor in, int depth) throws Malformed {
        in.require(depth < DEEPEST, "types are made of types at most " + DEEPEST + " deep");
        var first = in.u8();
        in.require(first >> 4 >= 1 && first >> 4 <= 5, "a type is of version 1 to 5");
        in.skip(3);
        var size = in.u32();
        var kind = first & 15;
        return new Datatype(kind, size, kind == SEQUENCE ? read(in, depth + 1) : null);
    }

    /// The type an object header says, which may say it of a committed one elsewhere.
    static Datatype of(Source source, Message message) throws Malformed {
        if (!message.shared()) {
            return read(message.cursor());
        }
        return committed(source, message.cursor());
    }

    /// The type that stands in an object header of its own; here is said where.
    static Datatype committed(Source source, Cursor in) throws Malformed {
        var address = sharedIn(source, in);
        in.require(address != Source.UNDEFINED, "a committed type stands in an object header");
        for (var message : Message.all(source, address)) {
            if (message.type() == Message.DATATYPE && !message.shared()) {
                return read(message.cursor());
            }
        }
        throw new Malformed(source.place(address).offset(), "a committed type is a type");
    }

    /// The object header that holds a shared message, or [Source#UNDEFINED] if a heap holds it.
    static long sharedIn(Source source, Cursor in) throws Malformed {
        var version = in.u8();
        var kind = in.u8();
        in.skip(version == 1 ? 6 : 0);
        return version == 3 && kind == 1 ? Source.UNDEFINED : source.address(in);
    }

    boolean isText() {
        return kind == STRING;
    }

    /// Whether elements point to objects of a global heap.
    boolean isSequence() {
        return kind == SEQUENCE;
    }
}
