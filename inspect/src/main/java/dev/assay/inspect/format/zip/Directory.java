package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.ArrayList;
import java.util.List;

/// The central directory, found from its end record (APPNOTE 4.3.16) backwards.
///
/// @param end the end record
/// @param where the directory begins, as one reader computes it
/// @param shift bytes in front of the archive, by which its offsets are off
record Directory(EndRecord end, long where, long shift) {

    private static final int LONGEST_COMMENT = 65_535;
    private static final int MOST_ENDS = 64;

    /// Whether an archive ends exactly at the end of these bytes.
    static boolean endsHere(Specimen specimen) {
        return ends(specimen).stream().anyMatch(it -> it.end.behind() == specimen.size());
    }

    /// Every directory that an end record leads to, the last one first: readers differ in which they take.
    static List<Directory> ends(Specimen specimen) {
        var ends = new ArrayList<Directory>();
        var from = Math.max(0, specimen.size() - EndRecord.LENGTH - LONGEST_COMMENT);
        var tail = specimen.bytes().asSlice(from).toArray(JAVA_BYTE);
        for (var at = tail.length - EndRecord.LENGTH; at >= 0 && ends.size() < MOST_ENDS; ) {
            if (tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6) {
                ends.addAll(leading(specimen, from + at));
            }
            // No letter of the signature stands in it twice, so it says where the next signature may begin.
            at -= switch (tail[at]) {
                case 'K' -> 1;
                case 5 -> 2;
                case 6 -> 3;
                default -> 4;
            };
        }
        return ends;
    }

    /// The directories the end record here leads to; none if these are four bytes that only look like one. Some readers
    /// count from the end record backwards, some from the beginning of the file, and they may arrive at two places.
    private static List<Directory> leading(Specimen specimen, long at) {
        var found = new ArrayList<Directory>();
        try {
            var end = EndRecord.read(specimen, at);
            var shift = Math.max(0, end.stop() - end.size() - end.start());
            if (end.size() == 0 && end.entries() == 0) {
                found.add(new Directory(end, Math.min(end.start() + shift, specimen.size()), shift));
                return found;
            }
            if (specimen.holdsAt(end.start() + shift, "PK\1\2")) {
                found.add(new Directory(end, end.start() + shift, shift));
            }
            if (shift > 0 && specimen.holdsAt(end.start(), "PK\1\2")) {
                found.add(new Directory(end, end.start(), 0));
            }
        } catch (Malformed chance) {
            // no end record
        }
        return found;
    }

    /// Where the header of an entry is.
    long header(Entry entry, Specimen specimen) {
        return specimen.holdsAt(entry.header() + shift, "PK\3\4") ? entry.header() + shift : entry.header();
    }

    /// The bytes of one stored member.
    record Stored(long from, long to) {}

    /// Where the members lie that are stored as they are.
    List<Stored> stored(Specimen specimen, int most) throws Malformed {
        var in = specimen.cursor().at(where);
        var found = new ArrayList<Stored>();
        for (var i = 0; i < most && specimen.holdsAt(in.offset(), "PK\1\2"); i++) {
            var entry = Entry.read(in);
            var at = header(entry, specimen);
            if (entry.method() == Methods.STORED && specimen.holdsAt(at, "PK\3\4") && specimen.size() - at >= 30) {
                var lengths = specimen.cursor().at(at + 26);
                var from = at + 30 + lengths.u16() + lengths.u16();
                found.add(new Stored(from, from + entry.packed()));
            }
        }
        return found;
    }

    /// What the directory lists.
    ///
    /// @param to the first byte behind the last entry
    record Listing(List<Entry> entries, long to) {}

    Listing read(Specimen specimen, Examination examination, int most) throws Malformed {
        var in = specimen.cursor().at(where);
        var found = new ArrayList<Entry>();
        while (in.offset() < where + end.size() && specimen.holdsAt(in.offset(), "PK\1\2")) {
            if (found.size() == most) {
                examination.note(
                        new Finding.Outgrows(specimen.place().at(in.offset()), most + " entries of an archive"));
                return new Listing(found, in.offset());
            }
            found.add(Entry.read(in));
        }
        if (found.size() != end.entries() && found.size() % 65_536 != end.entries()
                || in.offset() != where + end.size()) {
            examination.note(new Finding.Differs(
                    specimen.place().at(end.at()),
                    "the end record counts " + end.entries() + " entries, the directory has " + found.size()));
        }
        end.oddities()
                .forEach(it ->
                        examination.note(new Finding.Differs(specimen.place().at(end.at()), it)));
        return new Listing(found, in.offset());
    }
}
