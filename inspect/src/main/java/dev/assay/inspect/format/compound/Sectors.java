package dev.assay.inspect.format.compound;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;

/// Which sector follows which, for large streams and, inside one of those, for small ones.
final class Sectors {

    private static final int HEADER = 512;
    private static final long LAST = 0xffff_fffeL;
    private static final int IN_HEADER = 109;
    private static final int SMALL = 64;

    private final Specimen specimen;
    private final int size;
    private final long count;
    private final MemorySegment table;
    private final MemorySegment directory;
    private final long smallest;
    private final MemorySegment smallTable;
    private final MemorySegment smallSectors;
    private long followed;
    private long smallFollowed;

    private Sectors(Specimen specimen) throws Malformed {
        this.specimen = specimen;
        var in = specimen.cursor().at(26);
        var version = in.u16();
        in.require(in.u16() == 0xfffe, "a document's numbers are little-endian");
        var shift = in.u16();
        in.require(version == 3 && shift == 9 || version == 4 && shift == 12, "a sector is 512 or 4096 bytes");
        size = 1 << shift;
        in.require(in.u16() == 6, "a small sector is 64 bytes");
        count = Math.max(0, (specimen.size() - size + size - 1) / size);
        in.at(44);
        var tables = in.u32();
        var first = in.u32();
        in.at(56);
        smallest = in.u32();
        var small = in.u32();
        in.skip(4);
        var more = in.u32();
        table = table(tables, more);
        directory = chain(first, Long.MAX_VALUE);
        smallTable = small >= LAST ? MemorySegment.NULL : chain(small, Long.MAX_VALUE);
        var root = new Cursor(directory).at(116);
        var start = root.u32();
        var length = size == HEADER ? root.u32() : root.u64();
        smallSectors = start >= LAST || length == 0 ? MemorySegment.NULL : chain(start, length);
    }

    static Sectors of(Specimen specimen) throws Malformed {
        return new Sectors(specimen);
    }

    MemorySegment directory() {
        return directory;
    }

    boolean isLarge() {
        return size != HEADER;
    }

    /// The first byte behind the last sector that the table speaks of.
    long end() {
        return Math.min(specimen.size(), size + size * Math.min(count, table.byteSize() / 4));
    }

    /// The beginning of a stream, at most so many bytes of it.
    MemorySegment stream(long first, long length, long most) throws Malformed {
        var wanted = Math.min(length, most);
        if (wanted == 0) {
            return MemorySegment.ofArray(new byte[0]);
        }
        return length >= smallest ? chain(first, wanted) : small(first, wanted);
    }

    /// The sectors that hold the table: the first of them are named in the header, the others in sectors of their own.
    private MemorySegment table(long tables, long more) throws Malformed {
        var in = specimen.cursor();
        in.require(tables <= count, "the table is inside the document");
        var out = MemorySegment.ofArray(new byte[Math.toIntExact(Math.min(tables * size, Integer.MAX_VALUE - 8))]);
        in.require(out.byteSize() == tables * size, "a table is at most 2 GiB");
        var filled = 0L;
        in.at(76);
        for (var i = 0L; i < Math.min(tables, IN_HEADER); i++) {
            sector(in.at(76 + 4 * i).u32(), out, filled++ * size);
        }
        var each = size / 4 - 1;
        for (var next = more; filled < tables; ) {
            in.require(next < count, "the table is whole");
            var at = size + next * size;
            for (var i = 0; i < each && filled < tables; i++) {
                sector(in.at(at + 4L * i).u32(), out, filled++ * size);
            }
            next = in.at(at + 4L * each).u32();
        }
        return out;
    }

    private void sector(long number, MemorySegment into, long at) throws Malformed {
        specimen.cursor().require(number < count, "a sector is inside the document");
        var from = size + number * size;
        var length = Math.min(size, specimen.size() - from);
        MemorySegment.copy(specimen.bytes(), from, into, at, Math.min(length, into.byteSize() - at));
    }

    /// All sectors from this one on, or as many as hold so many bytes. No sector is followed more often than
    /// a document of this size has reason to.
    private MemorySegment chain(long first, long length) throws Malformed {
        var sectors = 0L;
        var in = new Cursor(table);
        for (var next = first;
                next < LAST && sectors * size < length;
                next = in.at(4 * next).u32()) {
            in.require(next < count && next < table.byteSize() / 4, "a sector is inside the document");
            sectors++;
            followed++;
            in.require(sectors <= count && followed <= 4 * count, "sectors do not follow one another in circles");
        }
        in.require(length == Long.MAX_VALUE || sectors * size >= length, "a stream has the sectors it needs");
        var bytes = Math.min(sectors * size, length);
        in.require(bytes <= Integer.MAX_VALUE - 8, "a stream is below 2 GiB");
        var out = MemorySegment.ofArray(new byte[(int) bytes]);
        var next = first;
        for (var i = 0L; i < sectors; i++) {
            sector(next, out, i * size);
            next = in.at(4 * next).u32();
        }
        return out;
    }

    private MemorySegment small(long first, long length) throws Malformed {
        smallFollowed += (length + SMALL - 1) / SMALL;
        new Cursor(smallSectors)
                .require(
                        smallFollowed <= 4 * (smallSectors.byteSize() / SMALL),
                        "small sectors do not belong to several streams");
        var out = MemorySegment.ofArray(new byte[(int) length]);
        var next = first;
        for (var filled = 0L; filled < length; filled += SMALL) {
            var in = new Cursor(smallSectors);
            in.require(next < smallSectors.byteSize() / SMALL, "a small sector is inside the document");
            var part = in.at(next * SMALL).take(Math.min(SMALL, length - filled));
            MemorySegment.copy(part, 0, out, filled, part.byteSize());
            next = new Cursor(smallTable).at(4 * next).u32();
        }
        return out;
    }
}
