package dev.assay.inspect.format.zip;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.ArrayList;
import java.util.List;

/// The end record of a central directory (APPNOTE 4.3.16), and the one for large archives before it (4.3.14).
///
/// @param at where it is
/// @param behind the first byte behind it and its comment
/// @param stop where the directory has to end: before this record, or before the one for large archives
/// @param wide where the record for large archives is, or -1
/// @param start where it says the directory begins
/// @param size how long it says the directory is
/// @param entries how many it says the directory has
/// @param oddities in what readers differ over it, each as a sentence's end
record EndRecord(
        long at, long behind, long stop, long wide, long start, long size, long entries, List<String> oddities) {

    static final int LENGTH = 22;
    static final int LOCATOR = 20;
    static final int WIDE = 56;
    private static final long FULL = 0xffff_ffffL;
    private static final int FULL_COUNT = 0xffff;

    static EndRecord read(Specimen specimen, long at) throws Malformed {
        var oddities = new ArrayList<String>();
        var in = specimen.cursor().at(at + 4);
        var disk = in.u16();
        var startDisk = in.u16();
        long here = in.u16();
        long entries = in.u16();
        var size = in.u32();
        var start = in.u32();
        var behind = at + LENGTH + in.u16();
        if (behind > specimen.size()) {
            oddities.add("the comment of the archive reaches over its end");
        }
        if (disk != 0 && disk != FULL_COUNT || startDisk != 0 && startDisk != FULL_COUNT || here != entries) {
            oddities.add("the archive says that it is one of several disks");
        }
        behind = Math.min(behind, specimen.size());
        if (!specimen.holdsAt(at - LOCATOR, "PK\6\7")) {
            return new EndRecord(at, behind, at, -1, start, size, entries, oddities);
        }
        var record = specimen.cursor().at(at - LOCATOR + 8).u64();
        var adjacent = at - LOCATOR - WIDE;
        if (!specimen.holdsAt(record, "PK\6\6") && specimen.holdsAt(adjacent, "PK\6\6")) {
            record = adjacent;
        }
        if (!specimen.holdsAt(record, "PK\6\6")) {
            oddities.add("the record for large archives is not where it should be");
            return new EndRecord(at, behind, at, -1, start, size, entries, oddities);
        }
        if (record != adjacent) {
            oddities.add("the record for large archives is not where all readers look for it");
        }
        var wide = specimen.cursor().at(record + 32);
        var large = new long[] {wide.u64(), wide.u64(), wide.u64()};
        if (entries != FULL_COUNT && entries != large[0]
                || size != FULL && size != large[1]
                || start != FULL && start != large[2]) {
            oddities.add("the record for large archives and the end record do not say the same");
        }
        return new EndRecord(
                at,
                behind,
                record,
                record,
                start == FULL ? large[2] : start,
                size == FULL ? large[1] : size,
                entries == FULL_COUNT ? large[0] : entries,
                oddities);
    }
}
