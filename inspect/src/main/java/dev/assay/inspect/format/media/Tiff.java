package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.HashSet;
import java.util.Set;

/// Directories point to directories, to values, and to strips or tiles of the picture.
final class Tiff {

    private static final int[] WIDTHS = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8};
    private static final int BIG = 43;
    private static final int LONG8 = 16;
    private static final int MOST_DIRECTORIES = 4096;

    private final Cursor in;
    private final boolean little;
    private final Set<Long> seen = new HashSet<>();
    private final long size;
    private boolean big;
    private long named;
    private long end = 8;

    Tiff(Cursor in) throws Malformed {
        this.in = in;
        this.size = in.left();
        this.little = in.u8() == 'I';
    }

    long end() throws Malformed {
        in.at(2);
        big = u16() == BIG;
        in.at(big ? 8 : 4);
        for (var next = offset(); next != 0; next = directory(next)) {
            in.require(seen.add(next) && seen.size() <= MOST_DIRECTORIES, "a directory is not its own successor");
        }
        return end;
    }

    private long directory(long at) throws Malformed {
        in.at(at);
        var count = big ? offset() : u16();
        in.require(count <= 0xffff, "a directory has at most 65535 entries");
        var first = at + (big ? 8 : 2);
        var entry = big ? 20 : 12;
        long strips = 0;
        long lengths = 0;
        long many = 0;
        var stripType = 4;
        var lengthType = 4;
        for (var i = 0L; i < count; i++) {
            in.at(first + entry * i);
            var tag = u16();
            var type = u16();
            var values = offset();
            var width = type < WIDTHS.length ? WIDTHS[type] : 1;
            in.require(values <= size, "a value has no more parts than the file has bytes");
            var where = values * width <= (big ? 8 : 4) ? in.offset() : offset();
            reaches(where + values * width);
            if (tag == 273 || tag == 324) {
                strips = where;
                stripType = type;
                many = values;
            } else if (tag == 279 || tag == 325) {
                lengths = where;
                lengthType = type;
            }
        }
        reaches(first + entry * count + (big ? 8 : 4));
        named += count + many; // directories may lie over one another
        in.require(named <= size, "directories have no more entries and strips than the file has bytes");
        for (var i = 0L; i < many && lengths > 0; i++) {
            reaches(value(strips, stripType, i) + value(lengths, lengthType, i));
        }
        in.at(first + entry * count);
        return offset();
    }

    private long value(long where, int type, long index) throws Malformed {
        in.at(where + index * (type == 3 ? 2 : type == LONG8 ? 8 : 4));
        return type == 3 ? u16() : type == LONG8 ? u64() : u32();
    }

    private void reaches(long there) throws Malformed {
        in.require(there >= 0 && there <= size, "what a directory points to is inside the file");
        end = Math.max(end, there);
    }

    private int u16() throws Malformed {
        return little ? in.u16() : in.u16be();
    }

    private long u32() throws Malformed {
        return little ? in.u32() : in.u32be();
    }

    /// An offset or a count: of 32 bits, or of 64 in a BigTIFF.
    private long offset() throws Malformed {
        return big ? u64() : u32();
    }

    private long u64() throws Malformed {
        return little ? in.u64() : in.u64be();
    }
}
