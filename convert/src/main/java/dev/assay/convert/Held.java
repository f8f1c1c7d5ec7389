package dev.assay.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a stream that only holds tensors can hold.
sealed interface Held {

    record Text(String text) implements Held {}

    record Whole(long number) implements Held {}

    /// Another constant: nothing, a truth, a real number, a number of more than 64 bits.
    record Constant() implements Held {}

    /// Something imported.
    record Name(String full) implements Held {}

    /// @param count elements of this type
    record Storage(String key, Dtype dtype, long count) implements Held {}

    record View(Tensor tensor) implements Held {}

    /// Something this room does not explain; it was said so.
    record Foreign() implements Held {}

    /// A list or a tuple.
    record Row(List<Held> elements) implements Held {
        Row() {
            this(new ArrayList<>());
        }
    }

    /// A dictionary; keys other than texts are counted, not kept.
    record Pairs(Map<String, Held> texts, List<Held> others) implements Held {
        Pairs() {
            this(new LinkedHashMap<>(), new ArrayList<>());
        }
    }
}
