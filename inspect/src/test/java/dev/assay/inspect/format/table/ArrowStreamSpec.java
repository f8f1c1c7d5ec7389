package dev.assay.inspect.format.table;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ArrowStreamSpec {

    private static final String PLAIN = "a column of numbers, named a    ";
    private static final String UNPICKLED = "arrow.py_extension_type         ";

    @Test
    void a_stream_of_numbers_is_data() {
        var inspection = inspection(stream(PLAIN).done());

        assertThat(inspection.format()).isEqualTo("arrow-stream");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_column_that_is_unpickled_is_found_at_the_front() {
        assertThat(report(stream(UNPICKLED).done())).isEqualTo("it@0x8 runs a column type that Python unpickles\n");
        var file = new Bytes()
                .raw("ARROW1\0\0")
                .raw(stream(UNPICKLED).done())
                .raw("footer")
                .u32(6)
                .raw("ARROW1");
        assertThat(report(file.done())).isEqualTo("it@0x8 runs a column type that Python unpickles\n");
    }

    @Test
    void what_follows_the_end_was_not_read() {
        assertThat(report(stream(PLAIN).raw("more").done())).contains("eludes us: 4 bytes were not read");
    }

    @Test
    void a_message_ends_inside_the_file() {
        assertThat(report(message(1, 1 << 20, PLAIN).done())).contains("breaks the rule that");
        assertThat(report(
                        new Bytes().u32(0xffff_ffff).u32(0xffff_ff00).zeros(64).done()))
                .doesNotContain("arrow");
    }

    private static Bytes stream(String words) {
        return new Bytes()
                .raw(message(1, 0, words).done())
                .raw(message(3, 16, PLAIN).done())
                .zeros(16)
                .u32(0xffff_ffff)
                .u32(0);
    }

    /// A description of this kind: where its fields stand, the fields, then some words; behind it comes a body.
    private static Bytes message(int kind, long body, String words) {
        return new Bytes()
                .u32(0xffff_ffff)
                .u32(32 + words.length())
                .u32(16)
                .u16(12)
                .u16(16)
                .u16(0)
                .u16(4)
                .u16(0)
                .u16(8)
                .u32(12)
                .u32(kind)
                .u64(body)
                .raw(words);
    }
}
