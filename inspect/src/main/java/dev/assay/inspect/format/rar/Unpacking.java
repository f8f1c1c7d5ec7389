package dev.assay.inspect.format.rar;

import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Unpacks a member packed in the way of version 5: blocks of literals and matches in four prefix
/// codes, and filters over stretches of what comes out.
final class Unpacking extends InputStream {

    private static final int MAIN = 306;
    private static final int DISTANCES = 64;
    private static final int LOW = 16;
    private static final int LENGTHS = 44;
    private static final int ALL = MAIN + DISTANCES + LOW + LENGTHS;
    private static final int LONGEST_MATCH = 4100;
    private static final int MOST_FILTERS = 8192;
    private static final int MOST_OVER_THE_SAME = 16;

    private final SegmentInput in;
    private final Bits bits;
    private final long window;
    private final History history;
    private final long began;
    private final ArrayDeque<Filter> filters = new ArrayDeque<>();
    private final long[] distances;
    private int lastLength;
    private Code @Nullable [] codes;
    private boolean open;
    private boolean last;
    private long taken;
    private byte[] filtered = new byte[0];
    private int given;

    /// @param window how far back matches may reach, as declared
    Unpacking(SegmentInput in, long window) {
        this(in, window, new History(Math.min(window, Decoders.LARGEST_WINDOW)), new long[4]);
    }

    private Unpacking(SegmentInput in, long window, History history, long[] distances) {
        this.in = in;
        this.bits = new Bits(in);
        this.window = window;
        this.history = history;
        this.began = history.end();
        this.taken = began;
        this.distances = distances;
    }

    /// The next member, if it goes on where this one ended.
    Unpacking next(SegmentInput packed) {
        var next = new Unpacking(packed, window, history, distances);
        next.lastLength = lastLength;
        next.codes = codes;
        return next;
    }

    /// Whether something was unpacked before it.
    boolean goesOn() {
        return began > 0 || codes != null;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (window > Decoders.LARGEST_WINDOW) {
            throw new Unread("it asks for a window of more than " + (Decoders.LARGEST_WINDOW >> 20) + " MiB");
        }
        while (true) {
            if (given < filtered.length) {
                var count = Math.min(length, filtered.length - given);
                System.arraycopy(filtered, given, into, offset, count);
                given += count;
                return count;
            }
            var filter = filters.peek();
            var next = filter == null ? Long.MAX_VALUE : began + filter.start();
            var plain = Math.min(history.end(), next) - taken;
            if (plain > 0) {
                var count = (int) Math.min(length, plain);
                history.copy(taken, into, offset, count);
                taken += count;
                return count;
            }
            if (filter != null && history.end() - next >= filter.length()) {
                filter(filters.remove());
            } else if (!more()) {
                if (filter != null) {
                    throw new IOException("a filter is over bytes that are there");
                }
                return -1;
            }
        }
    }

    /// Filters may be over the same bytes one after the other.
    private void filter(Filter first) throws IOException {
        var bytes = new byte[first.length()];
        history.copy(taken, bytes, 0, bytes.length);
        bytes = first.undone(bytes);
        var undone = 1;
        for (var again = filters.peek();
                again != null && again.start() < first.start() + first.length();
                again = filters.peek()) {
            if (again.start() != first.start() || again.length() != first.length()) {
                throw new IOException("filters do not overlap");
            }
            if (++undone > MOST_OVER_THE_SAME) {
                throw new IOException("at most " + MOST_OVER_THE_SAME + " filters are over the same bytes");
            }
            bytes = filters.remove().undone(bytes);
        }
        taken += bytes.length;
        filtered = bytes;
        given = 0;
    }

    /// Unpacks some more.
    ///
    /// @return whether there was more
    private boolean more() throws IOException {
        var until = Math.min(taken + history.room() - Filter.LONGEST / 2, history.end() + (64 << 10));
        if (history.end() >= until) {
            throw new IOException("a filter is over no more bytes than are kept");
        }
        var before = history.end();
        while (history.end() < until - LONGEST_MATCH) {
            if (open && bits.isAtEnd()) {
                bits.finish();
                open = false;
            }
            if (!open) {
                if (last) {
                    return history.end() > before;
                }
                block();
                continue;
            }
            var codes = this.codes;
            if (codes == null) {
                throw new IOException("codes come before what is in them");
            }
            step(codes);
        }
        return true;
    }

    private void step(Code[] codes) throws IOException {
        var symbol = codes[0].next(bits);
        if (symbol < 256) {
            history.put(symbol);
        } else if (symbol >= 262) {
            match(length(symbol - 262), distance(codes));
        } else if (symbol == 256) {
            declare();
        } else if (symbol == 257) {
            if (lastLength > 0) {
                history.repeat(distances[0], lastLength);
            }
        } else {
            var which = symbol - 258;
            var back = distances[which];
            System.arraycopy(distances, 0, distances, 1, which);
            distances[0] = back;
            lastLength = length(codes[3].next(bits));
            history.repeat(back, lastLength);
        }
    }

    private void match(int length, long back) throws IOException {
        System.arraycopy(distances, 0, distances, 1, 3);
        distances[0] = back;
        lastLength = length + (back > 0x100 ? 1 : 0) + (back > 0x2000 ? 1 : 0) + (back > 0x40000 ? 1 : 0);
        history.repeat(back, lastLength);
    }

    private int length(int slot) throws IOException {
        if (slot < 8) {
            return 2 + slot;
        }
        var count = slot / 4 - 1;
        return 2 + ((4 | slot & 3) << count) + bits.bits(count);
    }

    private long distance(Code[] codes) throws IOException {
        var slot = codes[1].next(bits);
        if (slot < 4) {
            return 1L + slot;
        }
        var count = slot / 2 - 1;
        var base = 1 + ((long) (2 | slot & 1) << count);
        if (count < 4) {
            return base + bits.bits(count);
        }
        var high = count > 4 ? (bits.bits(count - 4) & 0xffff_ffffL) << 4 : 0;
        return base + high + codes[2].next(bits);
    }

    private void declare() throws IOException {
        var start = history.end() - began + number();
        var length = number();
        var kind = bits.bits(3);
        var channels = kind == 0 ? bits.bits(5) + 1 : 0;
        var before = filters.peekLast();
        if (kind > 3 || length > Filter.LONGEST || filters.size() >= MOST_FILTERS) {
            throw new IOException("a filter is of a known kind, and over at most 4 MiB");
        }
        if (before != null && start < before.start() || start < taken - began) {
            throw new IOException("filters follow one another");
        }
        if (length > 0) {
            filters.add(new Filter(start, (int) length, kind, channels));
        }
    }

    private long number() throws IOException {
        var count = bits.bits(2) + 1;
        var value = 0L;
        for (var i = 0; i < count; i++) {
            value |= (long) bits.bits(8) << 8 * i;
        }
        return value;
    }

    /// A block begins: flags, a checksum, its length, and perhaps new codes.
    private void block() throws IOException {
        var flags = in.read();
        var sum = in.read();
        var width = (flags >>> 3 & 3) + 1;
        var size = 0;
        var check = 0x5a ^ flags;
        for (var i = 0; i < width; i++) {
            var next = in.read();
            size |= (next & 0xff) << 8 * i;
            check ^= next;
        }
        if (flags < 0 || width > 3 || (check & 0xff) != sum) {
            throw new IOException("a block begins as its checksum says");
        }
        last = (flags & 0x40) != 0;
        if (size == 0) { // nothing but that it is the last
            return;
        }
        bits.begin(size, (flags & 7) + 1);
        open = true;
        if ((flags & 0x80) != 0) {
            codes = codes();
        }
    }

    private Code[] codes() throws IOException {
        var brief = new int[20];
        for (var i = 0; i < brief.length; i++) {
            var length = bits.bits(4);
            var zeros = length == 15 ? bits.bits(4) : 0;
            if (zeros > 0) {
                i += zeros + 1;
            } else {
                brief[i] = length;
            }
        }
        var code = new Code(brief, 0, brief.length);
        var lengths = new int[ALL];
        for (var i = 0; i < ALL; ) {
            var symbol = code.next(bits);
            if (symbol < 16) {
                lengths[i++] = symbol;
                continue;
            }
            var count = symbol % 2 == 0 ? 3 + bits.bits(3) : 11 + bits.bits(7);
            if (symbol < 18 && i == 0) {
                throw new IOException("a length that is repeated was there");
            }
            var value = symbol < 18 ? lengths[i - 1] : 0;
            var to = Math.min(ALL, i + count);
            Arrays.fill(lengths, i, to, value);
            i = to;
        }
        return new Code[] {
            new Code(lengths, 0, MAIN),
            new Code(lengths, MAIN, MAIN + DISTANCES),
            new Code(lengths, MAIN + DISTANCES, MAIN + DISTANCES + LOW),
            new Code(lengths, MAIN + DISTANCES + LOW, ALL)
        };
    }
}
