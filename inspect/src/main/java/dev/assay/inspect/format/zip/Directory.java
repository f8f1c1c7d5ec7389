package dev.assay.inspect.format.zip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The central directory, found from its end record (APPNOTE 4.3.16) backwards.
///
/// @param end where the end record is
/// @param behind the first byte behind the end record and its comment
/// @param start where the directory begins
/// @param shift bytes in front of the archive, by which its offsets are off
/// @param entries how many entries the end record declares
record Directory(long end, long behind, long start, long size, long shift, long entries) {

    private static final int RECORD = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final long FULL = 0xffff_ffffL;
    private static final int MOST_ENDS = 64;

    /// Whether an archive ends exactly at the end of these bytes.
    static boolean endsHere(Specimen specimen) {
        return ends(specimen).stream().anyMatch(it -> it.behind == specimen.size());
    }

    /// Every end record that leads to a directory, the last one first: readers differ in which they take.
    static List<Directory> ends(Specimen specimen) {
        var ends = new ArrayList<Directory>();
        var last = specimen.size() - RECORD;
        for (var at = last; at >= 0 && at >= last - LONGEST_COMMENT && ends.size() < MOST_ENDS; at--) {
            if (specimen.byteAt(at) == 'P' && specimen.holdsAt(at, "PK\5\6")) {
                leading(specimen, at).ifPresent(ends::add);
            }
        }
        return ends;
    }

    /// The directory the end record here leads to, unless these are four bytes that only look like one.
    private static Optional<Directory> leading(Specimen specimen, long at) {
        try {
            return Optional.of(read(specimen, at)).filter(it -> it.leads(specimen));
        } catch (Malformed chance) {
            return Optional.empty();
        }
    }

    private static Directory read(Specimen specimen, long end) throws Malformed {
        var in = specimen.cursor().at(end + 8);
        in.skip(2);
        long entries = in.u16();
        var size = in.u32();
        var start = in.u32();
        var behind = end + RECORD + in.u16();
        var stop = end;
        if (specimen.holdsAt(end - 20, "PK\6\7")) { // ZIP64: a locator, and the record it points to
            var locator = specimen.cursor().at(end - 20 + 8);
            var record = locator.u64();
            record = specimen.holdsAt(record, "PK\6\6") ? record : end - 20 - 56;
            if (specimen.holdsAt(record, "PK\6\6")) {
                var wide = specimen.cursor().at(record + 32);
                entries = entries == 0xffff ? wide.u64() : skip(wide, entries);
                size = size == FULL ? wide.u64() : skip(wide, size);
                start = start == FULL ? wide.u64() : start;
                stop = record;
            }
        }
        var shift = stop - size - start;
        return new Directory(end, Math.min(behind, specimen.size()), start, size, Math.max(0, shift), entries);
    }

    private static long skip(Cursor in, long value) throws Malformed {
        in.skip(8);
        return value;
    }

    private boolean leads(Specimen specimen) {
        return size == 0 && entries == 0
                || specimen.holdsAt(start + shift, "PK\1\2")
                || specimen.holdsAt(start, "PK\1\2");
    }

    /// Where the directory really is.
    long where(Specimen specimen) {
        return specimen.holdsAt(start + shift, "PK\1\2") || size == 0 ? start + shift : start;
    }

    /// The bytes of one stored member.
    record Stored(long from, long to) {}

    /// Where the members lie that are stored as they are.
    List<Stored> stored(Specimen specimen, int most) throws Malformed {
        var in = specimen.cursor().at(where(specimen));
        var found = new ArrayList<Stored>();
        for (var i = 0; i < most && specimen.holdsAt(in.offset(), "PK\1\2"); i++) {
            var entry = Entry.read(in);
            var at = specimen.holdsAt(entry.header() + shift, "PK\3\4") ? entry.header() + shift : entry.header();
            if (entry.method() == 0 && specimen.holdsAt(at, "PK\3\4") && specimen.size() - at >= 30) {
                var lengths = specimen.cursor().at(at + 26);
                var from = at + 30 + lengths.u16() + lengths.u16();
                found.add(new Stored(from, from + entry.packed()));
            }
        }
        return found;
    }

    List<Entry> read(Specimen specimen, Examination examination, int most) throws Malformed {
        var from = where(specimen);
        var in = specimen.cursor().at(from);
        var found = new ArrayList<Entry>();
        while (in.offset() < from + size && specimen.holdsAt(in.offset(), "PK\1\2")) {
            if (found.size() == most) {
                examination.note(
                        new Finding.Outgrows(specimen.place().at(in.offset()), most + " entries of an archive"));
                return found;
            }
            found.add(Entry.read(in));
        }
        examination.covers(specimen, from, in.offset());
        if (found.size() != entries && found.size() % 65_536 != entries || in.offset() != from + size) {
            examination.note(new Finding.Differs(
                    specimen.place().at(end),
                    "the end record counts " + entries + " entries, the directory has " + found.size()));
        }
        return found;
    }
}
