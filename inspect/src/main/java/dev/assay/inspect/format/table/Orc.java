package dev.assay.inspect.format.table;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Proto;

/// ORC: columns in stripes; at the end statistics, a footer, and a postscript that says how long those are, whose own
/// length is the last byte. All of it is data, but the stripes are not walked here, and so are said to be unread.
///
/// @see <a href="https://orc.apache.org/specification/ORCv1/">ORC specification</a>
public final class Orc implements Format {

    private static final String MAGIC = "ORC";
    private static final int FOOTER = 1;
    private static final int METADATA = 5;
    private static final int NAME = 8000;

    @Override
    public String name() {
        return "orc";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC) && specimen.holdsAt(specimen.size() - 1 - MAGIC.length(), MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var length = Math.max(0, specimen.byteAt(specimen.size() - 1));
        var from = specimen.size() - 1 - length;
        specimen.cursor().require(from >= MAGIC.length(), "the postscript is inside the file");
        var in = new Cursor(specimen.bytes().asSlice(from, length));
        var behind = 0L;
        var named = false;
        while (in.left() > 0) {
            var field = Proto.field(in);
            if (field.number() == FOOTER || field.number() == METADATA) {
                in.require(field.value() >= 0 && field.value() <= from - behind, "the footer is inside the file");
                behind += field.value();
            }
            named |= field.number() == NAME;
        }
        in.require(named && behind > 0 && behind <= from - MAGIC.length(), "a postscript says where the footer is");
        // The stripes are not walked: three letters at the beginning would make anything between a table.
        examination.covers(specimen, 0, MAGIC.length());
        examination.covers(specimen, from - behind, specimen.size());
    }
}
