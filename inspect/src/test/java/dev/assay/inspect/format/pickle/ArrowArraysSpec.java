package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ArrowArraysSpec {

    private static final String BELIEVED = "eludes us: it is not known whether an Arrow array ends inside its buffers";

    @Test
    void texts_that_stand_in_their_buffers_are_known_to() {
        assertThat(texts(3, 0, 0, offsets(0, 1, 3, 3), "abc")).doesNotContain(BELIEVED);
        assertThat(texts(2, 0, 1, offsets(0, 1, 4, 5), "ab\u00e9c")).doesNotContain(BELIEVED);
        assertThat(texts(0, 0, 0, offsets(0), "")).doesNotContain(BELIEVED);
    }

    @Test
    void texts_that_end_elsewhere_are_not() {
        assertThat(texts(3, 0, 0, offsets(0, 1, 3, 4), "abc")).contains(BELIEVED);
        assertThat(texts(3, 0, 0, offsets(0, 1, 3), "abc")).contains(BELIEVED);
        assertThat(texts(2, 0, 2, offsets(0, 1, 3, 3), "abc")).contains(BELIEVED);
        assertThat(texts(3, 0, 0, offsets(0, 3, 1, 3), "abc")).contains(BELIEVED);
        assertThat(texts(3, 0, 0, offsets(-9, 1, 3, 3), "abc")).contains(BELIEVED);
        assertThat(texts(-1, 0, 0, offsets(0), "")).contains(BELIEVED);
        assertThat(texts(3, 2, 0, offsets(0, 1, 3, 3), "abc")).contains(BELIEVED);
    }

    @Test
    void a_letter_that_is_cut_leads_out_of_the_buffer() {
        assertThat(texts(2, 0, 0, offsets(0, 2, 3), "a\u00e9")).contains(BELIEVED);
        assertThat(array("large_string", 1, 0, 0, offsets(0, 1), new byte[] {(byte) 0xf0}))
                .contains(BELIEVED);
        assertThat(array("large_binary", 1, 0, 0, offsets(0, 1), new byte[] {(byte) 0xf0}))
                .doesNotContain(BELIEVED);
    }

    @Test
    void numbers_take_what_their_type_takes() {
        assertThat(array("int64", 2, 0, 0, new byte[16])).doesNotContain(BELIEVED);
        assertThat(array("int64", 2, 0, 1, new byte[16])).contains(BELIEVED);
        assertThat(array("bool", 9, 0, 0, new byte[2])).doesNotContain(BELIEVED);
        assertThat(array("bool", 17, 0, 0, new byte[2])).contains(BELIEVED);
        assertThat(array("list", 1, 0, 0, new byte[16])).contains(BELIEVED);
    }

    @Test
    void what_is_put_together_otherwise_is_believed() {
        assertThat(report(pickle().global("pyarrow.lib", "_restore_array")
                        .raw(")R")
                        .stop()
                        .done()))
                .contains(BELIEVED);
    }

    private static String texts(int length, int nulls, int offset, byte[] offsets, String content) {
        return array("large_string", length, nulls, offset, offsets, content.getBytes(UTF_8));
    }

    /// An array as PyArrow pickles it, in which no element is missing.
    private static String array(String type, int length, int nulls, int offset, byte[]... buffers) {
        var data = pickle().global("pyarrow.lib", "_restore_array")
                .raw("(")
                .global("pyarrow.lib", "type_for_alias")
                .text(type)
                .raw("\u0085R")
                .number(length)
                .number(nulls)
                .number(offset)
                .raw("](N");
        for (var buffer : buffers) {
            data = buffer(data, buffer);
        }
        return report(data.raw("e]Nt\u0085R").stop().done());
    }

    private static PickleForge buffer(PickleForge before, byte[] content) {
        return before.global("pyarrow.lib", "py_buffer")
                .raw("C" + (char) content.length)
                .raw(content)
                .raw("\u0085R");
    }

    private static byte[] offsets(long... places) {
        var out = ByteBuffer.allocate(places.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var place : places) {
            out.putLong(place);
        }
        return out.array();
    }
}
