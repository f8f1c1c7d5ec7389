package dev.assay.inspect.format;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecognisedSpec {

    @Test
    void programs_are_known_by_their_first_bytes() {
        Map.of(
                        "\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\u00b7\0", "an ELF library or executable for AArch64",
                        "\u00cf\u00fa\u00ed\u00fe\7\0\0\1", "a Mach-O binary",
                        "dex\n035\0....", "Android byte code (DEX)",
                        "\0asm\1\0\0\0", "a WebAssembly module",
                        "\u00ac\u00ed\0\5sr", "serialized Java objects")
                .forEach((magic, what) -> assertThat(
                                report(new Bytes().raw(magic).zeros(64).done()))
                        .contains("it carries " + what));
    }

    @Test
    void a_class_of_this_very_program_is_known() throws Exception {
        try (InputStream in = Formats.class.getResourceAsStream("Formats.class")) {
            assertThat(report(in.readAllBytes())).isEqualTo("it carries a Java class\n");
        }
    }

    @Test
    void a_windows_program_is_known_by_its_second_signature() {
        var dos = new Bytes()
                .raw("MZ")
                .zeros(58)
                .u32(64)
                .raw("PE\0\0")
                .u16(0x8664)
                .zeros(64)
                .done();

        assertThat(report(dos)).isEqualTo("it carries a Windows program for x86-64\n");
    }

    @Test
    void what_we_recognise_and_do_not_read_is_held() {
        for (var magic : new String[] {"`\u00ea\0\0\0\0\0\0\0\0\2", "MSCF\0\0\0\0", "xar!\0\u001c"}) {
            var inspection = inspection(new Bytes().raw(magic).zeros(100).done());
            assertThat(inspection.complete()).isFalse();
            assertThat(inspection.report("it")).contains("which we recognise and do not read yet");
        }
    }

    @Test
    void tables_are_data_between_two_magics() {
        var parquet = new Bytes()
                .raw("PAR1")
                .zeros(20)
                .raw("footer")
                .u32(6)
                .raw("PAR1")
                .done();

        assertThat(report(parquet)).isEmpty();
        assertThat(inspection(parquet).complete()).isTrue();
        assertThat(report(new Bytes().raw(parquet).raw("x").done())).contains("breaks the rule");
        assertThat(report(new Bytes().raw("PAR1").zeros(20).u32(600).raw("PAR1").done()))
                .contains("breaks the rule");
    }

    @Test
    void a_column_type_that_python_unpickles_runs() {
        for (var footer : new String[] {
            "arrow.py_extension_type",
            "YXJyb3cucHlfZXh0ZW5zaW9uX3R5cGU=",
            "IGFycm93LnB5X2V4dGVuc2lvbl90eXBl",
            "ICBhcnJvdy5weV9leHRlbnNpb25fdHlwZQ=="
        }) {
            var table = new Bytes()
                    .raw("PAR1")
                    .zeros(20)
                    .raw(footer)
                    .u32(footer.length())
                    .raw("PAR1")
                    .done();
            assertThat(report(table)).as(footer).contains("runs a column type that Python unpickles");
        }
    }

    @Test
    void a_sentencepiece_model_is_data() {
        var inspection = inspection(ModelForge.sentencePiece());

        assertThat(inspection.format()).isEqualTo("sentencepiece");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
        assertThat(report(new Bytes()
                        .raw(ModelForge.sentencePiece())
                        .raw(ModelForge.elf())
                        .done()))
                .isNotEmpty();
    }

    @Test
    void bytes_without_structure_are_held() {
        var inspection =
                inspection(new Bytes().raw("\u00fe\0\u00fd\0").zeros(1000).done());

        assertThat(inspection.covered()).isZero();
        assertThat(inspection.report("it")).isEqualTo("it eludes us: it is of no format we know\n");
    }

    @Test
    void an_orc_table_says_at_its_end_where_its_footer_is() {
        var table = new Bytes()
                .raw("ORC")
                .zeros(20)
                .raw("\u0008\4\u0082\u00f4\3\3ORC\u0009")
                .done();

        assertThat(inspection(table).format()).isEqualTo("orc");
        assertThat(report(table)).contains("bytes were not read").doesNotContain("breaks");
        assertThat(inspection(table).complete()).isFalse();
        assertThat(report(new Bytes()
                        .raw("ORC")
                        .zeros(20)
                        .raw("\u0008D\u0082\u00f4\3\3ORC\u0009")
                        .done()))
                .contains("breaks the rule that");
    }

    @Test
    void a_lance_file_ends_with_where_everything_is() {
        var manifest = new Bytes()
                .raw("page")
                .u32(3)
                .raw("\u0012\1a")
                .u64(4)
                .u16(0)
                .u16(2)
                .raw("LANC")
                .done();
        var table = new Bytes().raw("page").raw("\u0012\1a").u64(4).u64(3);
        table.u64(4).u64(7).u64(23).u32(0).u32(1).u16(2).u16(0).raw("LANC");

        for (var file : java.util.List.of(manifest, table.done())) {
            assertThat(inspection(file).format()).isEqualTo("lance");
            assertThat(report(file)).contains("bytes were not read").doesNotContain("breaks");
        }
        assertThat(inspection(new Bytes().zeros(60).raw("LANC").done()).complete())
                .isFalse();
    }

    @Test
    void a_lance_manifest_is_messages_from_its_beginning() {
        var message = new Bytes().u32(3).raw("\u0012\1a").done();
        var manifest = new Bytes()
                .raw(message)
                .raw(message)
                .u64(7)
                .u16(0)
                .u16(2)
                .raw("LANC")
                .done();

        assertThat(inspection(manifest).format()).isEqualTo("lance");
        assertThat(report(manifest)).isEmpty();
    }

    @Test
    void what_ends_like_a_lance_file_is_not_called_read() {
        var script = "#!/bin/sh\necho assay-marker\nexit 0\n";
        var file = new Bytes()
                .raw(script)
                .u32(3)
                .raw("\u0012\1a")
                .u64(script.length())
                .u16(0)
                .u16(2)
                .raw("LANC")
                .done();

        assertThat(inspection(file).complete()).isFalse();
    }
}
