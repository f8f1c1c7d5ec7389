package dev.assay.inspect.format.table;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Proto;
import java.lang.foreign.MemorySegment;

/// Lance: the pages of columns, and behind them where they are. A manifest ends as the first version of
/// the data files does: with the place of a message, a version and the magic; a data file of the second
/// with the places of three tables.
///
/// All of it is data. But nothing says at the beginning that it is one, so the pages are not called read:
/// a script is one too, for whoever begins at its beginning, whatever stands at its end.
///
/// @see <a href="https://lance.org/format/file/">Lance file format</a>
public final class Lance implements Format {

    private static final String MAGIC = "LANC";
    private static final int TAIL = 16;
    private static final int FOOTER = 40;
    private static final int PAIR = 16;

    /// So that no file begins with letters: the highest byte of the length is zero.
    private static final int LONGEST_MESSAGE = (1 << 24) - 1;

    @Override
    public String name() {
        return "lance";
    }

    @Override
    public boolean claims(Specimen specimen) {
        try {
            return specimen.endsWith(MAGIC) && (isMessage(specimen) || isFooter(specimen));
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var from = isMessage(specimen)
                ? messages(specimen)
                : specimen.cursor().at(specimen.size() - FOOTER + 8).u64();
        examination.covers(specimen, from, specimen.size());
    }

    /// Where the messages begin that stand before the tail: with the file, if nothing else is in it.
    private static long messages(Specimen specimen) throws Malformed {
        var in = specimen.cursor().at(specimen.size() - TAIL);
        var last = in.u64();
        if (in.at(last).u32() > LONGEST_MESSAGE) {
            return in.offset();
        }
        in.at(0);
        while (in.offset() < last) {
            var length = in.u32();
            if (length > Math.min(LONGEST_MESSAGE, last - in.offset()) || !isProto(in.take(length))) {
                return last;
            }
        }
        return 0;
    }

    /// Whether a whole message with its length before it fills the bytes between the place it is said to have and the
    /// tail.
    private static boolean isMessage(Specimen specimen) throws Malformed {
        if (specimen.size() < TAIL + 4) {
            return false;
        }
        var in = specimen.cursor().at(specimen.size() - TAIL);
        var at = in.u64();
        if (at > specimen.size() - TAIL - 4) {
            return false;
        }
        var length = in.at(at).u32();
        return length > 0 && length == specimen.size() - TAIL - in.offset() && isProto(in.take(length));
    }

    /// Whether each column's description and each buffer shared by all is inside the file, and the descriptions are
    /// messages.
    private static boolean isFooter(Specimen specimen) throws Malformed {
        if (specimen.size() < FOOTER) {
            return false;
        }
        var footer = specimen.size() - FOOTER;
        var in = specimen.cursor().at(footer);
        var descriptions = in.u64();
        var columns = in.u64();
        var buffers = in.u64();
        var manyBuffers = in.u32();
        var manyColumns = in.u32();
        if (descriptions > columns
                || columns + PAIR * manyColumns != buffers
                || buffers + PAIR * manyBuffers != footer
                || manyColumns == 0) {
            return false;
        }
        in.at(columns);
        for (var i = 0L; i < manyColumns + manyBuffers; i++) {
            in.at(columns + PAIR * i);
            var at = in.u64();
            var length = in.u64();
            if (at > footer || length > footer - at) {
                return false;
            }
            if (i < manyColumns && !isProto(in.at(at).take(length))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isProto(MemorySegment message) {
        try {
            for (var in = new Cursor(message); in.left() > 0; ) {
                Proto.field(in);
            }
            return true;
        } catch (Malformed other) {
            return false;
        }
    }
}
