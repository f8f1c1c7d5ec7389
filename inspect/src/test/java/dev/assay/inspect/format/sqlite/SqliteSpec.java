package dev.assay.inspect.format.sqlite;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SqliteSpec {

    private static final int PAGE = 512;
    private static final String TABLE = "CREATE TABLE t(b BLOB)";

    @Test
    void a_database_of_plain_rows_is_data() {
        var inspection = inspection(database("table", TABLE, "plain".getBytes(ISO_8859_1)));

        assertThat(inspection.format()).isEqualTo("sqlite");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_pickle_in_a_column_is_read() {
        assertThat(report(database("table", TABLE, pickle(0)))).contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void a_pickle_that_goes_on_in_another_page_is_read() {
        assertThat(report(database("table", TABLE, pickle(700)))).contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void sql_that_reaches_outside_is_found() {
        assertThat(report(database("view", "CREATE VIEW v AS SELECT load_extension('x')", new byte[20])))
                .contains("runs a view in SQL that calls load_extension");
    }

    @Test
    void sql_counts_whatever_kind_is_said_beside_it() {
        assertThat(report(database("x", "CREATE VIEW v AS SELECT \"load_extension\"('x')", new byte[20])))
                .contains("runs a statement in SQL that calls load_extension");
    }

    @Test
    void a_row_that_cannot_be_read_hides_none_of_the_others() {
        var file = database("table", TABLE, pickle(0));
        file[PAGE + 4] = 2; // another cell, before it: its pointer leads out of the page
        System.arraycopy(file, PAGE + 8, file, PAGE + 10, 2);
        file[PAGE + 8] = (byte) 0xff;
        file[PAGE + 9] = (byte) 0xff;

        assertThat(report(file)).contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void a_column_that_cannot_be_read_hides_none_before_it() {
        var file = database("table", TABLE, pickle(0));
        var row = new String(file, ISO_8859_1).lastIndexOf("\u0080\2X") - 4;
        assertThat(file[row]).isEqualTo((byte) 4);
        file[row] = 5; // a second column, of the first byte of the first: a text beyond the row
        file[row + 3] = (byte) (file[row + 3] - 2); // and the first is a byte shorter
        file[row + 4] = 0x7f;
        System.arraycopy(pickle(0), 0, file, row + 5, file.length - row - 5);

        assertThat(report(file)).contains("calls posix.system");
    }

    @Test
    void rows_that_share_their_bytes_are_not_all_read() {
        var file = database("table", TABLE, new byte[20]);
        var cell = new byte[] {file[PAGE + 8], file[PAGE + 9]};
        file[PAGE + 4] = 100;
        for (var i = 1; i < 100; i++) {
            System.arraycopy(cell, 0, file, PAGE + 8 + 2 * i, 2);
        }

        assertThat(report(file)).contains("eludes us: rows share their bytes");
    }

    @Test
    void what_stands_behind_the_last_page_is_examined() {
        var file = new Bytes()
                .raw(database("table", TABLE, new byte[20]))
                .raw(ModelForge.elf())
                .done();

        assertThat(report(file)).contains("bytes behind the last page").contains("carries an ELF");
    }

    @Test
    void a_row_that_goes_on_in_circles_ends() {
        var file = database("table", TABLE, pickle(900));
        for (var page = 2; page < file.length / PAGE; page++) {
            file[page * PAGE + 3] = (byte) (page + 1);
        }
        assertThat(inspection(file).complete()).isTrue();
    }

    @Test
    void a_database_has_the_pages_it_says() {
        assertThat(report(Arrays.copyOf(database("table", TABLE, new byte[20]), PAGE)))
                .contains("breaks the rule that");
        assertThat(report("SQLite format 3\0 and nothing else".getBytes(ISO_8859_1)))
                .contains("breaks the rule that");
    }

    /// Protocol 2, with that many letters before the call.
    private static byte[] pickle(int letters) {
        return new Bytes()
                .raw("\u0080\2X")
                .u32(letters)
                .raw("x".repeat(letters))
                .raw("0cposix\nsystem\nX")
                .u32(17)
                .raw("echo assay-marker")
                .raw("\u0085R.")
                .done();
    }

    /// A page with the schema, one with a row, and those the row goes on in.
    private static byte[] database(String kind, String sql, byte[] blob) {
        var row = new Bytes()
                .u8(6)
                .u8(13 + 2 * kind.length())
                .u8(15)
                .u8(15)
                .u8(1)
                .u8(0x80 | (13 + 2 * sql.length()) >> 7)
                .u8(13 + 2 * sql.length() & 0x7f);
        var schema = row.raw(kind).raw("tt").u8(2).raw(sql).done();
        schema[0] = 7;
        var type = 12 + 2 * blob.length;
        var payload = new Bytes()
                .u8(4)
                .u8(0x80 | type >> 14)
                .u8(0x80 | type >> 7 & 0x7f)
                .u8(type & 0x7f)
                .raw(blob)
                .done();
        var most = PAGE - 35;
        var least = (PAGE - 12) * 32 / 255 - 23;
        var spread = least + (payload.length - least) % (PAGE - 4);
        var local = payload.length <= most ? payload.length : spread <= most ? spread : least;
        var more = (payload.length - local + PAGE - 5) / (PAGE - 4);

        var header = new Bytes()
                .raw("SQLite format 3\0")
                .u8(PAGE >> 8)
                .u8(0)
                .u8(1)
                .u8(1)
                .u8(0)
                .raw("@  ")
                .u32be(1)
                .u32be(2 + more)
                .zeros(24)
                .u32be(1)
                .zeros(32)
                .u32be(1)
                .u32be(3_045_000);
        var out = new Bytes().raw(page(header.done(), schema, schema.length, 0));
        out.raw(page(new byte[0], Arrays.copyOf(payload, local), payload.length, more > 0 ? 3 : 0));
        for (var i = 0; i < more; i++) {
            var from = local + i * (PAGE - 4);
            out.u32be(i + 1 < more ? 4 + i : 0)
                    .raw(Arrays.copyOf(
                            Arrays.copyOfRange(payload, from, Math.min(payload.length, from + PAGE - 4)), PAGE - 4));
        }
        return out.done();
    }

    /// A leaf of a table with one cell, at its end.
    private static byte[] page(byte[] header, byte[] local, int size, int next) {
        var cell = new Bytes().u8(0x80 | size >> 7).u8(size & 0x7f).u8(1).raw(local);
        if (next > 0) {
            cell.u32be(next);
        }
        var from = PAGE - cell.size();
        var out = new Bytes()
                .raw(header)
                .u8(13)
                .zeros(3)
                .u8(1)
                .zeros(3)
                .u8(from >> 8)
                .u8(from);
        return out.zeros(PAGE - out.size() - cell.size()).raw(cell.done()).done();
    }
}
