package dev.assay.inspect.format.sevenzip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The names of an archive's members, in the order of the list; those without bytes are skipped when bytes are handed
/// out.
///
/// @param empty which of them have no bytes
/// @param links which of them are symbolic links, as archivers on Unix mark them
record Members(List<String> names, BitSet empty, BitSet links) {

    private static final int END = 0;
    private static final int EMPTY = 14;
    private static final int NAMES = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LONGEST_NAME = 64 << 10;
    private static final long UNIX = 0x8000;

    static final Members NONE = new Members(List.of(), new BitSet(), new BitSet());

    static Members read(Cursor in) throws Malformed {
        var count = Numbers.count(in);
        List<String> names = List.of();
        var empty = new BitSet();
        var links = new BitSet();
        for (var kind = Numbers.number(in); kind != END; kind = Numbers.number(in)) {
            var part = new Cursor(in.take(Numbers.number(in)));
            if (kind == EMPTY) {
                empty = Numbers.bits(part, count);
            } else if (kind == NAMES) {
                in.require(names.isEmpty(), "names are listed once");
                in.require(part.u8() == 0, "names are where they are used");
                names = names(part, count);
            } else if (kind == ATTRIBUTES) {
                links = links(part, count);
            } // empty files, times, padding: nothing that says what the bytes are
        }
        in.require(names.size() == count, "every member has a name");
        return new Members(names, empty, links);
    }

    private static List<String> names(Cursor in, int count) throws Malformed {
        var names = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var from = in.offset();
            var length = 0;
            while (in.u16() != 0) {
                length += 2;
                in.require(length <= LONGEST_NAME, "a name is at most " + LONGEST_NAME + " bytes");
            }
            var end = in.offset();
            names.add(new String(in.at(from).take(length).toArray(JAVA_BYTE), UTF_16LE));
            in.at(end);
        }
        return names;
    }

    private static BitSet links(Cursor in, int count) throws Malformed {
        var defined = Numbers.bitsUnlessAll(in, count);
        in.require(in.u8() == 0, "attributes are where they are used");
        var links = new BitSet();
        for (var i = 0; i < count; i++) {
            if (defined.get(i)) {
                var attributes = in.u32();
                links.set(i, (attributes & UNIX) != 0 && (attributes >>> 16 & 0xf000) == 0xa000);
            }
        }
        return links;
    }
}
