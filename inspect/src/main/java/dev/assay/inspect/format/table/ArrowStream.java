package dev.assay.inspect.format.table;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// Arrow's streaming format, in which data sets keep their tables: messages one after the other, each a description and
/// a body of numbers. The first describes the columns.
///
/// @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">Arrow IPC streams</a>
public final class ArrowStream implements Format {

    private static final long GOES_ON = 0xffff_ffffL;
    private static final int SCHEMA = 1;
    private static final int LARGEST = 16 << 20;

    @Override
    public String name() {
        return "arrow-stream";
    }

    @Override
    public boolean claims(Specimen specimen) {
        try {
            return specimen.startsWith("\u00ff\u00ff\u00ff\u00ff")
                    && message(specimen.cursor(), specimen).kind == SCHEMA;
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        while (in.left() >= 8) {
            var start = in.offset();
            var message = message(in, specimen);
            if (message.length == 0) { // the stream ends
                examination.covers(specimen, start, in.offset());
                return;
            }
            if (Table.unpickles(specimen.bytes().asSlice(message.at, message.length))) {
                examination.note(new Finding.Runs(specimen.place().at(message.at), Table.COLUMN));
            }
            in.skip(message.body);
            examination.covers(specimen, start, in.offset());
        }
    }

    /// Whether the message here, the first of a file in Arrow's other format, describes a column that is unpickled.
    static boolean unpickles(Cursor in, Specimen specimen) throws Malformed {
        var message = message(in, specimen);
        return Table.unpickles(specimen.bytes().asSlice(message.at, message.length));
    }

    private record Message(long at, long length, int kind, long body) {}

    /// A length, and a flat buffer that says what the message is and how long its body.
    private static Message message(Cursor in, Specimen specimen) throws Malformed {
        var length = in.u32();
        if (length == GOES_ON) { // writers before 0.15 did without
            length = in.u32();
        }
        var at = in.offset();
        in.require(length <= Math.min(in.left(), LARGEST), "the description of a message ends inside the file");
        if (length == 0) {
            return new Message(at, 0, 0, 0);
        }
        var table = at + in.u32();
        var fields = table - (int) specimen.cursor().at(table).u32();
        var kind = field(specimen, fields, 1, 1);
        var header = kind == 0 ? 0 : specimen.cursor().at(table + kind).u8();
        var body = field(specimen, fields, 3, 8);
        in.at(at + length);
        return new Message(
                at,
                length,
                header,
                body == 0 ? 0 : specimen.cursor().at(table + body).u64());
    }

    /// Where in its table a field stands; 0 if it is left out.
    private static int field(Specimen specimen, long fields, int number, int size) throws Malformed {
        var in = specimen.cursor().at(fields);
        var length = in.u16();
        in.require(length >= 4 && size > 0, "a table of fields has a length");
        return 4 + 2 * number + 2 <= length ? in.at(fields + 4 + 2L * number).u16() : 0;
    }
}
