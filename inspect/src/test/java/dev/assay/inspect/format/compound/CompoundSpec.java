package dev.assay.inspect.format.compound;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CompoundSpec {

    private static final String NO_CLASS = "\0".repeat(16);
    private static final String INSTALLER = "\u0084\u0010\u000c\0\0\0\0\0\u00c0\0\0\0\0\0\0F";
    private static final long NONE = 0xffff_ffffL;
    private static final long LAST = 0xffff_fffeL;

    @Test
    void a_document_without_macros_is_data() {
        var inspection = inspection(document(NO_CLASS, "Workbook", workbook(0x10, 0)));

        assertThat(inspection.format()).isEqualTo("compound");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void macros_and_embedded_objects_are_found() {
        assertThat(report(document(NO_CLASS, "_VBA_PROJECT", new byte[4096])))
                .isEqualTo("it carries macros of Office (VBA), in '_VBA_PROJECT'\n");
        assertThat(report(document(NO_CLASS, "\1Ole10Native", new byte[4096]))).contains("carries an embedded object");
    }

    @Test
    void macros_older_than_vba_are_found_by_the_sheets_they_are() {
        assertThat(report(document(NO_CLASS, "Workbook", workbook(0x10, 1)))).contains("carries macros of Excel 4");
        assertThat(report(document(NO_CLASS, "book", workbook(0x40, 0)))).contains("carries macros of Excel 4");
    }

    @Test
    void links_to_programs_and_passwords_of_workbooks_are_found() {
        var link =
                new Bytes().u16(0x01ae).u16(13).u16(0).u16(8).raw("\0cmd\3/c x").done();
        var password = new Bytes().u16(0x002f).u16(2).u16(1).done();

        assertThat(report(document(NO_CLASS, "Workbook", workbook(0x10, 0, link))))
                .isEqualTo("it carries a link to another program (DDE)\n");
        assertThat(report(document(NO_CLASS, "Workbook", workbook(0x10, 0, password))))
                .contains("carries a workbook under a password");
        assertThat(report(document(NO_CLASS, "Workbook", new byte[4096]))).contains("breaks the rule that");
    }

    @Test
    void an_object_that_is_linked_from_elsewhere_is_named() {
        var linked = new byte[4096];
        linked[4] = 1;

        assertThat(report(document(NO_CLASS, "\1Ole", linked))).contains("names an object of another file");
        assertThat(report(document(NO_CLASS, "\1Ole", new byte[4096]))).isEmpty();
    }

    @Test
    void an_installer_is_found_by_the_class_of_its_root() {
        assertThat(report(document(INSTALLER, "Table", new byte[4096])))
                .isEqualTo("it carries an installer of Windows (MSI)\n");
    }

    @Test
    void a_stream_that_is_a_program_is_examined() {
        assertThat(report(document(NO_CLASS, "data", Arrays.copyOf(ModelForge.elf(), 4096))))
                .contains("it!/data carries an ELF");
    }

    @Test
    void what_stands_behind_the_sectors_is_examined() {
        var document = new Bytes()
                .raw(document(NO_CLASS, "Workbook", workbook(0x10, 0)))
                .zeros(512 * 118)
                .raw(ModelForge.elf())
                .done();

        assertThat(report(document)).contains("bytes behind its sectors").contains("carries an ELF");
    }

    @Test
    void sectors_in_circles_end() {
        var document = document(NO_CLASS, "Workbook", workbook(0x10, 0));
        document[512 + 4] = 1; // the directory follows itself
        document[512 + 5] = 0;
        document[512 + 6] = 0;
        document[512 + 7] = 0;

        assertThat(report(document)).contains("sectors do not follow one another in circles");
    }

    @Test
    void small_streams_that_share_their_sectors_end() {
        var root = entry("Root Entry", 5, NO_CLASS, 2, 64);
        var small = entry("a", 2, NO_CLASS, 0, 4000);
        var document = document(NO_CLASS, "a", Arrays.copyOf(ModelForge.elf(), 4096));
        System.arraycopy(root, 0, document, 1024, 128);
        System.arraycopy(small, 0, document, 1024 + 128, 128);
        document[60] = 3; // the table of small sectors is sector 3: zeros, each follows the first
        document[61] = 0;
        document[62] = 0;
        document[63] = 0;

        assertThat(report(document)).contains("small sectors do not belong to several streams");
    }

    @Test
    void a_broken_document_makes_nobody_fail() {
        var whole = document(NO_CLASS, "Workbook", workbook(0x10, 0));
        var random = new Random(5);
        for (var i = 0; i < 200; i++) {
            var broken = whole.clone();
            broken[8 + random.nextInt(1536 - 8)] = (byte) random.nextInt(256);
            assertThat(report(broken)).doesNotContain("analyser failed");
        }
    }

    /// What all sheets share, with one sheet named, and that sheet.
    private static byte[] workbook(int substream, int sheet, byte[]... shared) {
        var out = new Bytes().u16(0x0809).u16(4).u16(0x0600).u16(5);
        for (var record : shared) {
            out.raw(record);
        }
        out.u16(0x0085)
                .u16(9)
                .u32(0)
                .raw("\0")
                .raw(Character.toString(sheet))
                .raw("\1\0A")
                .u16(0x000a)
                .u16(0);
        out.u16(0x0809).u16(4).u16(0x0600).u16(substream).u16(0x000a).u16(0);
        return Arrays.copyOf(out.done(), 4096);
    }

    /// The table in sector 0, the directory in sector 1, one stream in sectors 2 to 9.
    private static byte[] document(String type, String name, byte[] stream) {
        var out = new Bytes()
                .raw("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")
                .zeros(16)
                .u16(0x3e)
                .u16(3)
                .u16(0xfffe)
                .u16(9)
                .u16(6)
                .zeros(10)
                .u32(1)
                .u32(1)
                .u32(0)
                .u32(4096)
                .u32(LAST)
                .u32(0)
                .u32(LAST)
                .u32(0)
                .u32(0);
        for (var i = 1; i < 109; i++) {
            out.u32(NONE);
        }
        out.u32(0xffff_fffdL).u32(LAST);
        for (var i = 2; i < 128; i++) {
            out.u32(i < 9 ? i + 1 : i == 9 ? LAST : NONE);
        }
        return out.raw(entry("Root Entry", 5, type, LAST, 0))
                .raw(entry(name, 2, NO_CLASS, 2, stream.length))
                .zeros(256)
                .raw(stream)
                .done();
    }

    private static byte[] entry(String name, int kind, String type, long first, int size) {
        var letters = name.getBytes(UTF_16LE);
        return new Bytes()
                .raw(Arrays.copyOf(letters, 64))
                .u16(letters.length + 2)
                .u8(kind)
                .u8(1)
                .u32(NONE)
                .u32(NONE)
                .u32(NONE)
                .raw(type)
                .zeros(20)
                .u32(first)
                .u32(size)
                .u32(0)
                .done();
    }
}
