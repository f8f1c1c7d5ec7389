package dev.assay.inspect.format.zip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// The lengths that stand behind an entry (APPNOTE 4.3.9), if whoever wrote it did not know them before.
final class Descriptor {

    private Descriptor() {}

    /// The length of the data descriptor here: with its signature or without, with lengths of four bytes or of eight; 0
    /// if none of them says what the directory says.
    static int length(Specimen specimen, long at, Entry entry) throws Malformed {
        for (var signature = 4; signature >= 0; signature -= 4) {
            if (signature == 4 && !specimen.holdsAt(at, "PK\7\b")) {
                continue;
            }
            for (var width = 4; width <= 8; width += 4) {
                var length = signature + 4 + 2 * width;
                if (at + length <= specimen.size()) {
                    var in = specimen.cursor().at(at + signature);
                    if (in.u32() == entry.crc()
                            && size(in, width) == entry.packed()
                            && size(in, width) == entry.unpacked()) {
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
}
