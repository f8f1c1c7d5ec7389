package dev.assay.inspect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.forge.Bytes;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FlatSpec {

    private static final FlatSchema SCHEMA = FlatSchema.of("""
            Root: all [Row]
            Row: texts [text]
            """);

    private static final int ROWS = 50;

    @Test
    void a_vector_that_many_tables_share_is_followed_once() throws Malformed {
        var tables = new ArrayList<Flat.Table>();

        read(shared(0), tables);

        assertThat(tables).hasSize(1 + ROWS);
        assertThat(tables.getLast().run("texts")).isEqualTo(tables.get(1).run("texts"));
    }

    @Test
    void vectors_do_not_lie_over_one_another() {
        assertThatThrownBy(() -> read(shared(4), new ArrayList<>()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("vectors do not lie over one another");
    }

    private static void read(byte[] bytes, List<Flat.Table> tables) throws Malformed {
        Flat.read(
                new Specimen(Place.START, MemorySegment.ofArray(bytes)),
                SCHEMA,
                "Root",
                0,
                false,
                new ArrayList<>(),
                tables::add);
    }

    /// Rows whose vectors begin so many bytes after one another. Each number in them is a count, an offset to a text
    /// and
    /// the length of one; its lowest byte is the NUL after it.
    private static byte[] shared(int step) {
        var rows = 24 + 4 * ROWS;
        var vector = rows + 8 * ROWS;
        var file = new Bytes().u32(12);
        file.u16(6).u16(8).u16(4).u16(0); // slots, of the root and of every row
        file.u32(8).u32(4).u32(ROWS); // the root and its vector
        for (var i = 0; i < ROWS; i++) {
            file.u32(rows + 8 * i - (24 + 4 * i));
        }
        for (var i = 0; i < ROWS; i++) {
            file.u32(rows + 8 * i - 4).u32(vector + step * i - (rows + 8 * i + 4));
        }
        for (var i = 0; i < 256 + ROWS + 140; i++) {
            file.u32(256);
        }
        return file.zeros(4).done();
    }
}
