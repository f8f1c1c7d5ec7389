package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Inflating;
import java.util.zip.CRC32;

/// What an archive claims its entries to be, held against what they are.
final class Descriptor {

    /// Summing up gigabytes of tensors would cost more than all the rest, and proves nothing: whoever can write an
    /// entry can write its checksum. Small entries, which are read anyway, are checked.
    private static final long LONGEST_CHECKED = 1 << 20;

    private Descriptor() {}

    /// The length of the data descriptor here (APPNOTE 4.3.9): with its signature or without, with lengths of four
    /// bytes or of eight; 0 if none of them fits what the directory says.
    static int length(Specimen specimen, long at, Entry entry) throws Malformed {
        for (var signature = 4; signature >= 0; signature -= 4) {
            if (signature == 4 && !specimen.holdsAt(at, "PK\7\b")) {
                continue;
            }
            for (var width = 4; width <= 8; width += 4) {
                var length = signature + 4 + 2 * width;
                if (at + length <= specimen.size()) {
                    var in = specimen.cursor().at(at + signature + 4);
                    if (size(in, width) == entry.packed() && size(in, width) == entry.unpacked()) {
                        return length;
                    }
                }
            }
        }
        return 0;
    }

    private static long size(Cursor in, int width) throws Malformed {
        if (width == 4) {
            return in.u32();
        }
        var low = in.u32();
        var high = in.u32();
        return high << 32 | low;
    }

    static void check(Specimen member, Entry entry, Examination examination) {
        if (member.size() <= LONGEST_CHECKED) {
            var crc = new CRC32();
            crc.update(member.bytes().toArray(JAVA_BYTE));
            if (crc.getValue() != entry.crc()) {
                examination.note(new Finding.Differs(member.place(), "its checksum is of other bytes"));
            }
        }
    }

    static void inflate(Specimen member, Entry entry, Examination examination) {
        var inflating = new Inflating(member.bytes(), true);
        examination.unpack(member.place(), inflating);
        if (!inflating.finished()) {
            return; // the examination has said why
        }
        if (inflating.produced() != entry.unpacked() || inflating.crc() != entry.crc()) {
            examination.note(new Finding.Differs(member.place(), "it unpacks to other bytes than the archive says"));
        }
        if (inflating.consumed() != member.size()) {
            examination.note(new Finding.Departs(
                    member.place(), (member.size() - inflating.consumed()) + " bytes behind what is packed"));
            examination.enter(member.part("behind", inflating.consumed(), member.size()));
        }
    }
}
