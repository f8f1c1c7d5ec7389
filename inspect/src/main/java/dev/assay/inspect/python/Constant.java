package dev.assay.inspect.python;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A value that Python's compiler put beside the byte code.
public sealed interface Constant permits CodeObject, Constant.Text, Constant.Bytes, Constant.Group, Constant.Plain {

    record Text(String text) implements Constant {}

    record Bytes(MemorySegment bytes) implements Constant {}

    /// A tuple, list, set, or dictionary with its keys and values in turn.
    record Group(List<Constant> items) implements Constant {}

    /// A number, a word of the language, or what is not of interest.
    enum Plain implements Constant {
        NONE,
        NUMBER,
        OTHER
    }
}
