package dev.assay.inspect.format.record;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordSpec {

    private static final String MARK = "0123456789abcdef";

    @Test
    void records_with_their_checksums_are_data() {
        var inspection = inspection(records(new byte[] {9, 0, 0, 0}, "brain.Event:2".getBytes(US_ASCII))
                .done());

        assertThat(inspection.format()).isEqualTo("tfrecord");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_record_is_as_its_checksum_says_and_whole() {
        var changed = records("brain.Event:2".getBytes(US_ASCII)).done();
        changed[14]++;
        assertThat(report(changed)).contains("breaks the rule that a record is as its checksum says");
        var cut = records("brain.Event:2".getBytes(US_ASCII), new byte[9]).done();
        assertThat(report(java.util.Arrays.copyOf(cut, cut.length - 3))).contains("breaks the rule that");
        assertThat(inspection(records(new byte[3]).raw("more than was written").done())
                        .complete())
                .isFalse();
    }

    @Test
    void a_program_in_a_record_is_found() {
        assertThat(report(records(new byte[3], ModelForge.elf()).done())).contains("carries an ELF");
    }

    @Test
    void records_of_avro_are_data() {
        var inspection = inspection(avro("{\"type\":\"int\"}").done());

        assertThat(inspection.format()).isEqualTo("avro");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_class_that_an_avro_schema_has_made_is_named() {
        assertThat(report(avro("{\"type\":\"string\",\"java-class\":\"java.net.URL\"}")
                        .done()))
                .contains("names a Java class for its values: java.net.URL");
        assertThat(report(avro("{\"type\":\"string\",\"java-class\":\"java.lang.String\"}")
                        .done()))
                .isEmpty();
    }

    @Test
    void a_class_is_named_however_its_schema_spells_it() {
        assertThat(report(avro("{\"type\":\"string\",\"java\\u002dclass\":\"java.net.URL\"}")
                        .done()))
                .contains("names a Java class for its values: java.net.URL");
        assertThat(report(avro("{\"type\":\"string\" /* a */}").done())).contains("breaks the rule that");
    }

    @Test
    void avro_blocks_end_with_the_mark() {
        assertThat(report(avro("{\"type\":\"int\"}").raw("more").done())).contains("breaks the rule that");
        assertThat(report(new Bytes()
                        .raw("Obj\1")
                        .raw("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\1")
                        .zeros(40)
                        .done()))
                .contains("breaks the rule that");
    }

    private static Bytes records(byte[]... records) {
        var out = new Bytes();
        for (var record : records) {
            var length = new Bytes().u64(record.length).done();
            out.raw(length).u32(masked(length)).raw(record).u32(masked(record));
        }
        return out;
    }

    private static long masked(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return Integer.toUnsignedLong(Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8);
    }

    private static Bytes avro(String schema) {
        return new Bytes()
                .raw("Obj\1\2\u0016avro.schema")
                .u8(schema.length() * 2 & 0x7f | 0x80)
                .u8(schema.length() * 2 >> 7)
                .raw(schema)
                .u8(0)
                .raw(MARK)
                .u8(4)
                .u8(6)
                .raw("abc")
                .raw(MARK);
    }
}
