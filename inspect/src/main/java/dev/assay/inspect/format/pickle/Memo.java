package dev.assay.inspect.format.pickle;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the stream has put aside, by number. Numbers in order are kept in an array, any other in a map, so that a
/// large number costs no more than a small one.
final class Memo {

    private @Nullable Value[] ordered = new @Nullable Value[64];
    private final Map<Long, Value> scattered = new HashMap<>();
    private int highest;
    private int count;

    /// Returns whether the number was free.
    boolean put(long number, Value value) {
        if (number <= highest) {
            var at = (int) number;
            if (at == ordered.length) {
                ordered = Arrays.copyOf(ordered, at * 2);
            }
            highest = Math.max(highest, at + 1);
            var free = ordered[at] == null;
            ordered[at] = value;
            count += free ? 1 : 0;
            return free && !scattered.containsKey(number);
        }
        var free = scattered.put(number, value) == null;
        count += free ? 1 : 0;
        return free;
    }

    @Nullable
    Value get(long number) {
        var value = number < highest ? ordered[(int) number] : null;
        return value == null ? scattered.get(number) : value;
    }

    /// How many numbers are taken: the next one MEMOIZE uses.
    int count() {
        return count;
    }
}
