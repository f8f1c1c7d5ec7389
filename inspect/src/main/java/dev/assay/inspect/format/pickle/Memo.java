package dev.assay.inspect.format.pickle;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the stream has put aside, by number. Numbers in order are kept in an array, any other in a map, so that a
/// large number costs no more than a small one.
///
/// Picklers put every text aside in case it comes again. A text that stands in the stream is kept as where it stands,
/// in eight bytes, and made anew when it is fetched.
final class Memo {

    /// Bytes a number takes, with what growing leaves behind.
    static final int COST = 16;

    private static final int PLACE_BITS = 40;
    private static final int LENGTH_BITS = 20;
    private static final long STANDS = Long.MIN_VALUE;
    private static final List<Tape.Writing> WRITINGS = List.of(Tape.Writing.values());
    private static final int BYTES = WRITINGS.size();

    private final MemorySegment stream;
    /// 0 where nothing is kept; negative for what stands in the stream; else one more than the place in `others`.
    private long[] ordered = new long[64];
    private final List<Value> others = new ArrayList<>();
    private final Map<Long, Value> scattered = new HashMap<>();
    private int highest;
    private int count;

    Memo(MemorySegment stream) {
        this.stream = stream;
    }

    /// Returns whether the number was free.
    boolean put(long number, Value value) {
        if (number <= highest) {
            var at = (int) number;
            if (at == ordered.length) {
                ordered = Arrays.copyOf(ordered, at * 2);
            }
            highest = Math.max(highest, at + 1);
            var free = ordered[at] == 0;
            ordered[at] = packed(value);
            count += free ? 1 : 0;
            return free && (scattered.isEmpty() || !scattered.containsKey(number));
        }
        var free = scattered.put(number, value) == null;
        count += free ? 1 : 0;
        return free;
    }

    @Nullable
    Value get(long number) {
        var kept = number < highest ? ordered[(int) number] : 0;
        return kept == 0 ? scattered.get(number) : kept > 0 ? others.get((int) kept - 1) : standing(kept);
    }

    /// How many numbers are taken: the next one MEMOIZE uses.
    int count() {
        return count;
    }

    private long packed(Value value) {
        var slice = value instanceof Value.Text text
                ? text.slice()
                : value instanceof Value.Bytes some ? some.slice() : null;
        if (slice == null
                || !slice.source().equals(stream)
                || slice.from() != slice.at()
                || slice.from() >>> PLACE_BITS != 0
                || slice.length() >>> LENGTH_BITS != 0) {
            others.add(value);
            return others.size();
        }
        long kind = value instanceof Value.Bytes ? BYTES : WRITINGS.indexOf(slice.writing());
        return STANDS | kind << PLACE_BITS + LENGTH_BITS | slice.length() << PLACE_BITS | slice.from();
    }

    private Value standing(long packed) {
        var at = packed & (1L << PLACE_BITS) - 1;
        var length = packed >>> PLACE_BITS & (1L << LENGTH_BITS) - 1;
        var kind = (int) (packed >>> PLACE_BITS + LENGTH_BITS & 7);
        return kind == BYTES
                ? new Value.Bytes(new Tape.Slice(stream, at, length, at, Tape.Writing.LATIN_1))
                : new Value.Text(new Tape.Slice(stream, at, length, at, WRITINGS.get(kind)));
    }
}
