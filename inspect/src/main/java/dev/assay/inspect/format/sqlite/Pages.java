package dev.assay.inspect.format.sqlite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The cells of pages, and what goes on in other pages.
final class Pages {

    private static final int INNER_INDEX = 2;
    private static final int LEAF_INDEX = 10;
    private static final int LEAF_TABLE = 13;
    private static final int HEADER = 100;
    private static final int LONGEST_SQL = 1 << 20;
    private static final int MOST_COLUMNS = 32_767;
    private static final int[] WIDTHS = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

    /// Functions of the shell and of extensions that reach outside of the database.
    private static final Pattern REACHES =
            Pattern.compile("(?i)\\b(?:load_extension|fts3_tokenizer|writefile|readfile)\\b"
                    + "|\\b(?:edit|system|shell|exec)(?=[\"`\\]]?\\s*\\()");

    private static final List<String> KINDS = List.of("table", "index", "view", "trigger");

    private final Specimen specimen;
    private final Examination examination;
    private final int page;
    private final int usable;
    private final long encoding;
    private long followed;
    private boolean sharing;

    /// @param page its size
    /// @param usable bytes of it
    /// @param encoding of texts: 1 is UTF-8, 2 and 3 are UTF-16, little and big
    Pages(Specimen specimen, Examination examination, int page, int usable, long encoding) {
        this.specimen = specimen;
        this.examination = examination;
        this.page = page;
        this.usable = usable;
        this.encoding = encoding;
    }

    /// A page that goes on from another has no mark of what it is, and may look like one with cells; so what cannot be
    /// read as cells is not held against it.
    void read(long pages) {
        for (var number = 0L; number < pages; number++) {
            var from = number * page;
            var head = number == 0 ? HEADER : 0;
            var kind = specimen.byteAt(from + head);
            if (kind == LEAF_TABLE || kind == LEAF_INDEX || kind == INNER_INDEX) {
                try {
                    cells(from, head, kind);
                } catch (Malformed other) {
                    // it goes on from another
                }
            }
        }
    }

    private void cells(long from, int head, int kind) throws Malformed {
        var in = specimen.cursor().at(from + head + 3);
        var cells = in.u16be();
        var pointers = from + head + (kind == INNER_INDEX ? 12 : 8);
        in.require(pointers + 2L * cells <= from + page, "the cells of a page are inside it");
        for (var i = 0; i < cells; i++) {
            var at = in.at(pointers + 2L * i).u16be();
            try {
                cell(in.at(from + at), from, kind);
            } catch (Malformed other) {
                // this pointer leads to no row; SQLite reads the others all the same
            }
        }
    }

    private void cell(Cursor in, long from, int kind) throws Malformed {
        var at = in.offset();
        if (kind == INNER_INDEX) {
            in.skip(4);
        }
        var size = varint(in);
        if (kind == LEAF_TABLE) {
            varint(in); // the number of the row
        }
        var payload = payload(in, from, size, kind);
        if (payload != null) {
            record(
                    specimen.member("row@0x" + Long.toHexString(at), payload),
                    specimen.place().at(at));
        }
    }

    private @Nullable MemorySegment payload(Cursor in, long from, long size, int kind) throws Malformed {
        in.require(size >= 0 && size <= specimen.size(), "a row is no longer than the database");
        if (size > 2 * specimen.size() - followed || size > Integer.MAX_VALUE - 8) {
            if (!sharing) {
                sharing = true;
                examination.note(new Finding.Eludes(specimen.place().at(in.offset()), "rows share their bytes"));
            }
            return null;
        }
        followed += size;
        var most = kind == LEAF_TABLE ? usable - 35 : (usable - 12) * 64 / 255 - 23;
        if (size <= most) {
            in.require(in.offset() + size <= from + page, "a row ends inside its page");
            return in.take(size);
        }
        var least = (usable - 12) * 32 / 255 - 23;
        var spread = least + (size - least) % (usable - 4);
        var local = spread <= most ? spread : least;
        in.require(in.offset() + local + 4 <= from + page, "a row ends inside its page");
        var whole = MemorySegment.ofArray(new byte[(int) size]);
        MemorySegment.copy(in.take(local), 0, whole, 0, local);
        var next = in.u32be();
        for (var filled = local; filled < size; ) {
            in.require(next > 0, "a row goes on to its end");
            in.at((next - 1) * page);
            next = in.u32be();
            var length = Math.min(size - filled, usable - 4);
            MemorySegment.copy(in.take(length), 0, whole, filled, length);
            filled += length;
        }
        return whole;
    }

    private record Column(long type, long from, long to) {

        boolean isText() {
            return type >= 13 && type % 2 == 1;
        }
    }

    /// Columns up to the first that is not inside the row: whoever asks for one before it gets that.
    private void record(Specimen row, Place place) throws Malformed {
        var in = row.cursor();
        var header = varint(in);
        var columns = new ArrayList<Column>();
        for (var from = header; in.offset() < header; ) {
            var type = varint(in);
            if (type < 0 || columns.size() == MOST_COLUMNS) {
                break;
            }
            var length = type < 10 ? WIDTHS[(int) type] : Math.max(0, (type - 12) / 2);
            if (from > row.size() || length > row.size() - from) {
                break;
            }
            columns.add(new Column(type, from, from + length));
            from += length;
        }
        if (columns.size() >= 5 && columns.get(4).type >= 12) {
            schema(row, columns.get(0), columns.get(4), place);
        }
        for (var i = 0; i < columns.size(); i++) {
            var it = columns.get(i);
            if (it.type >= 12 && Beginnings.ofAFile(row, it.from, it.to)) {
                examination.plain(row.part("column " + (i + 1), it.from, it.to));
            }
        }
    }

    /// A row of the list of tables, indexes, views and triggers, each with the SQL that made it. By that SQL SQLite
    /// knows what it is, and looks neither at the kind beside it nor at columns behind it.
    private void schema(Specimen row, Column kind, Column made, Place place) {
        var sql = text(row, made);
        if (!sql.regionMatches(true, 0, "create", 0, 6)) {
            return;
        }
        var named = kind.isText() ? text(row, kind) : "";
        var what = KINDS.contains(named) ? named : "statement";
        var it = REACHES.matcher(sql);
        if (it.find()) {
            examination.note(new Finding.Runs(place, "a " + what + " in SQL that calls " + it.group()));
        } else if (made.to - made.from > LONGEST_SQL) {
            examination.note(new Finding.Eludes(place, "a " + what + " in more SQL than we read"));
        }
    }

    private String text(Specimen row, Column it) {
        var charset = encoding == 2 ? UTF_16LE : encoding == 3 ? UTF_16BE : UTF_8;
        var length = Math.min(LONGEST_SQL, it.to - it.from);
        return new String(row.bytes().asSlice(it.from, length).toArray(JAVA_BYTE), charset);
    }

    /// Seven bits a byte, the highest first; of a ninth byte all eight.
    private static long varint(Cursor in) throws Malformed {
        var value = 0L;
        for (var i = 0; i < 8; i++) {
            var next = in.u8();
            value = value << 7 | next & 0x7f;
            if (next < 0x80) {
                return value;
            }
        }
        return value << 8 | in.u8();
    }
}
