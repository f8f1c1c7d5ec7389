package dev.assay.inspect.format.zip;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.ZipForge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ZipSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    @Test
    void an_honest_archive_is_read_whole() {
        var inspection = inspection(
                new ZipForge().stored("a.txt", HELLO).deflated("b/c.txt", HELLO).done());

        assertThat(inspection.format()).isEqualTo("zip");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void lengths_that_stand_behind_the_entry_are_honest_too() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("streamed.txt"));
            zip.write(HELLO);
            zip.closeEntry();
        }

        assertThat(report(bytes.toByteArray())).isEmpty();
    }

    @Test
    void the_numbers_of_a_tensor_need_no_reader() {
        assertThat(report(ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1)).done()))
                .isEmpty();
    }

    @Test
    void no_tensor_of_any_numbers_is_taken_for_something_else() {
        var random = new SplittableRandom(5);
        var model = ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1));
        for (var i = 1; i < 5_000; i++) {
            var numbers = new byte[1_000];
            random.nextBytes(numbers);
            model.stored("archive/data/" + i, numbers);
        }

        assertThat(report(model.done())).isEmpty();
    }

    @Test
    void weights_of_an_exported_program_are_numbers_if_their_configuration_says_that_they_are_not_pickled() {
        var numbers = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7};
        var pickle = "(cos\nsystem\nX\u0011\0\0\0echo assay-markerd.".getBytes(ISO_8859_1);

        assertThat(report(exported("{\"path_name\": \"weight_0\", \"use_pickle\": false}", numbers)))
                .isEmpty();
        assertThat(report(exported("{\"path_name\": \"weight_0\", \"use_pickle\": true}", numbers)))
                .contains("weight_0 eludes us");
        assertThat(report(exported("{\"path_name\": \"weight_0\"}", pickle))).contains("os.system");
        assertThat(report(
                        exported("{\"path_name\": \"weight_0\", \"use_pickle\": false, \"use_pickle\": true}", pickle)))
                .contains("os.system");
        assertThat(report(exported(
                        "{\"path_name\": \"weight_0\", \"use_pickle\": false}, \"b\":"
                                + " {\"path_name\": \"weight_0\", \"use_pickle\": true}",
                        pickle)))
                .contains("os.system");
    }

    @Test
    void every_configuration_of_an_exported_program_is_heard_about_its_weights() {
        var pickle = "K\0010cos\nsystem\n(X\u0011\0\0\0echo assay-markertR.".getBytes(ISO_8859_1);
        var numbers = "{\"path_name\": \"weight_0\", \"use_pickle\": false}";
        var pickled = "{\"path_name\": \"weight_0\", \"use_pickle\": true}";

        for (var model : new String[] {"a/b", "MODEL", "a\n"}) {
            assertThat(report(new ZipForge()
                            .stored("p/data/weights/weight_0", pickle)
                            .stored("p/data/weights/x_weights_config.json", "{\"config\": {\"a\": " + numbers + "}}")
                            .stored(
                                    "p/data/weights/" + model + "_weights_config.json",
                                    "{\"config\": {\"a\": " + pickled + "}}")
                            .stored("p/archive_format", "pt2")
                            .done()))
                    .as(model)
                    .contains("os.system");
        }
        assertThat(report(exported(numbers + ", \"b\": {\"path_name\": \"WEIGHT_0\", \"use_pickle\": true}", pickle)))
                .contains("os.system");
        assertThat(report(exported(pickled + ", \"a\": " + numbers, pickle))).contains("os.system");
    }

    private static byte[] exported(String weight, byte[] bytes) {
        return new ZipForge()
                .stored("p/data/weights/weight_0", bytes)
                .stored("p/data/weights/model_weights_config.json", "{\"config\": {\"a\": " + weight + "}}")
                .stored("p/archive_format", "pt2")
                .done();
    }

    @Test
    void what_is_parked_among_the_numbers_is_seen() {
        var model = ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1))
                .stored("archive/data/1", ModelForge.elf())
                .done();

        assertThat(report(model)).isEqualTo("""
                it!/archive/data/1 carries an ELF executable for x86-64
                """);
    }

    @Test
    void bytes_outside_a_model_that_nobody_knows_are_said_to_be_unread() {
        assertThat(report(new ZipForge()
                        .stored("a.bin", new Bytes().raw("\u00fe\0\u00fe\0").done())
                        .done()))
                .isEqualTo("""
                it!/a.bin eludes us: it is of no format we know
                """);
    }

    @Test
    void a_name_that_differs_between_directory_and_entry_is_found() {
        assertThat(report(new ZipForge().renamed("a.txt", "b.txt", HELLO).done()))
                .isEqualTo("""
                it@0x29 differs between readers: the directory says 'a.txt', the entry 'b.txt'
                """);
    }

    @Test
    void a_name_that_stands_twice_is_found_and_both_are_read() {
        var twice =
                new ZipForge().stored("a", HELLO).stored("a", ModelForge.elf()).done();

        assertThat(report(twice)).contains("the name 'a' stands twice").contains("it!/a carries an ELF executable");
    }

    @Test
    void names_that_differ_in_their_case_alone_are_found() {
        assertThat(report(new ZipForge()
                        .stored("data.pkl", HELLO)
                        .stored("DATA.PKL", HELLO)
                        .done()))
                .contains("stands twice but for its spelling");
    }

    @Test
    void paths_that_lead_outside_are_found() {
        for (var path : new String[] {"../x", "a/../../x", "/x", "C:x", "..\\x"}) {
            assertThat(report(new ZipForge().stored(path, HELLO).done())).contains("escapes to");
        }
    }

    @Test
    void a_link_that_leads_outside_is_found() {
        assertThat(report(new ZipForge().link("a", "../../etc/passwd").done()))
                .contains("escapes to ../../etc/passwd by a link");
    }

    @Test
    void a_zip_is_no_pickle_by_the_chance_of_what_it_begins_with() {
        var inspection = inspection(new ZipForge()
                .stored("a.txt", "\ncposix\nsystem\n(S'echo assay-marker'\ntR.")
                .done());

        assertThat(inspection.format()).isEqualTo("zip");
        assertThat(inspection.report("it")).doesNotContain("poses");
    }

    @Test
    void the_storages_of_a_package_are_numbers() {
        var numbers = new Bytes().raw("\u00fe\0\u00fe\0").zeros(60).done();

        assertThat(report(new ZipForge()
                        .stored("p/.data/0.storage", numbers)
                        .stored("p/.data/extern_modules", "torch\n")
                        .done()))
                .isEmpty();
        assertThat(report(new ZipForge().stored("p/.data/0.storage", numbers).done()))
                .contains("no format we know");
    }

    @Test
    void an_encrypted_entry_is_said_to_be_unread() {
        assertThat(report(new ZipForge().claiming("a", 0, 1, HELLO).done()))
                .contains("it!/a eludes us: it is encrypted");
    }

    @Test
    void a_method_we_do_not_unpack_is_said_to_be_unread() {
        assertThat(report(new ZipForge().claiming("a", 99, 0, HELLO).done()))
                .contains("it!/a eludes us: it is encrypted (AES)");
    }

    @Test
    void a_wrong_checksum_is_found() {
        assertThat(report(new ZipForge().withWrongChecksum("a", HELLO).done()))
                .contains("its checksum is of other bytes");
    }

    @Test
    void two_entries_for_the_same_bytes_are_found() {
        assertThat(report(new ZipForge().stored("a", HELLO).again("b", 0, HELLO).done()))
                .contains("outgrows the archive: its entries overlap");
    }

    @Test
    void what_stands_between_before_and_behind_is_examined() {
        var zip = new ZipForge().gap(ModelForge.elf()).stored("a", HELLO);

        assertThat(report(zip.done())).contains("before the first entry").contains("carries an ELF executable");
        assertThat(report(new Bytes()
                        .raw(new ZipForge().stored("a", HELLO).done())
                        .raw(ModelForge.elf())
                        .done()))
                .contains("behind the archive")
                .contains("it!/trailing carries an ELF executable");
    }

    @Test
    void an_archive_without_a_directory_is_read_from_the_front() {
        assertThat(report(new ZipForge().stored("a", ModelForge.elf()).withoutDirectory()))
                .contains("an archive without a directory")
                .contains("it!/a carries an ELF executable");
    }

    @Test
    void apps_are_recognised() {
        assertThat(report(new ZipForge().stored("AndroidManifest.xml", HELLO).done()))
                .contains("carries an Android app");
        assertThat(report(new ZipForge().stored("META-INF/MANIFEST.MF", HELLO).done()))
                .contains("carries a Java archive");
    }

    @Test
    void an_archive_stored_in_an_archive_is_honest_and_brings_its_own_directory() {
        var inner = new ZipForge().stored("x.txt", HELLO).done();
        var middle = new ZipForge().stored("inner.zip", inner).done();

        assertThat(report(new ZipForge()
                        .stored("middle.zip", middle)
                        .stored("y.txt", HELLO)
                        .done()))
                .isEmpty();
    }

    @Test
    void a_second_archive_behind_the_first_is_found() {
        var other = new ZipForge().stored("x.txt", HELLO).done();

        assertThat(report(new Bytes()
                        .raw(new ZipForge().stored("a", HELLO).done())
                        .raw(other)
                        .done()))
                .contains("directories");
    }

    @Test
    void archives_in_archives_are_opened() {
        var inner = new ZipForge().stored("x", ModelForge.elf()).done();

        assertThat(report(new ZipForge().deflated("inner.zip", inner).done())).isEqualTo("""
                it!/inner.zip!/x carries an ELF executable for x86-64
                """);
    }

    /// An archive of one stored entry called `a`, with other bytes from there on. Its header begins at 0, its directory
    /// at 37, its end record at 84.
    private static byte[] with(int at, int... bytes) {
        var zip = new ZipForge().stored("a", HELLO).done();
        for (var i = 0; i < bytes.length; i++) {
            zip[at + i] = (byte) bytes[i];
        }
        return zip;
    }

    @Test
    void what_the_directory_and_the_entry_say_must_be_the_same() {
        assertThat(report(with(6, 1))).contains("say how it is packed, not the same");
        assertThat(report(with(8, 8))).contains("say how it is packed, not the same");
        assertThat(report(with(14, 1, 2))).contains("say how long it is, not the same");
        assertThat(report(with(18, 5))).contains("say how long it is, not the same");
        assertThat(report(with(22, 7))).contains("say how long it is, not the same");
    }

    @Test
    void flags_that_some_readers_refuse_do_not_hide_the_entry() {
        for (var flag : new int[] {1, 1 << 5, 1 << 6, 1 << 13}) {
            assertThat(report(new ZipForge()
                            .claiming("a", 0, flag, ModelForge.elf())
                            .done()))
                    .contains("it!/a carries an ELF executable")
                    .containsAnyOf("encrypted", "a patch");
        }
    }

    @Test
    void an_archive_that_says_it_is_one_of_several_is_found() {
        assertThat(report(with(88, 1))).contains("one of several disks");
        assertThat(report(with(92, 2))).contains("one of several disks");
        assertThat(report(with(37 + 34, 1))).contains("it says that it is on disk 2");
    }

    @Test
    void a_comment_that_reaches_over_the_end_is_found() {
        assertThat(report(with(104, 9))).contains("reaches over its end");
    }

    @Test
    void a_count_that_is_not_right_is_found() {
        assertThat(report(with(92, 2, 0, 2))).contains("the end record counts 2 entries, the directory has 1");
    }

    @Test
    void an_end_record_in_the_comment_is_a_second_directory() {
        var empty = "PK\5\6" + "\0".repeat(18);

        assertThat(report(new ZipForge()
                        .stored("a", ModelForge.elf())
                        .comment(empty)
                        .done()))
                .contains("2 directories")
                .contains("it!/a carries an ELF executable");
    }

    @Test
    void a_comment_is_read() {
        assertThat(report(new ZipForge().stored("a", HELLO).comment("a text\n").done()))
                .isEmpty();
    }

    @Test
    void extra_fields_end_where_they_should() {
        var over = new Bytes().u16(0x9999).u16(40).raw("ab").done();
        var padding = new byte[3];

        assertThat(report(
                        new ZipForge().withExtra("a", over, new byte[0], HELLO).done()))
                .contains("reaches over the end");
        assertThat(report(
                        new ZipForge().withExtra("a", new byte[0], over, HELLO).done()))
                .contains("reaches over the end");
        assertThat(report(new ZipForge().withExtra("a", padding, padding, HELLO).done()))
                .isEmpty();
    }

    @Test
    void a_second_name_is_compared_with_the_first() {
        var evil = path("../b");

        assertThat(report(new ZipForge().withExtra("a", evil, evil, HELLO).done()))
                .contains("the name is 'a' to some readers and '../b' to others")
                .contains("escapes to ../b");
        assertThat(report(new ZipForge()
                        .withExtra("f\u00fcr", path("f\u00fcr"), path("f\u00fcr"), HELLO)
                        .done()))
                .isEmpty();
    }

    private static byte[] path(String name) {
        var bytes = name.getBytes(UTF_8);
        return new Bytes()
                .u16(0x7075)
                .u16(5 + bytes.length)
                .u8(1)
                .u32(0)
                .raw(bytes)
                .done();
    }

    @Test
    void lengths_of_eight_bytes_stand_once() {
        var wide = new Bytes().u16(1).u16(8).u64(6).done();
        var two = new Bytes().raw(wide).u16(1).u16(8).u64(7).done();

        assertThat(report(new ZipForge().withExtra("a", two, wide, HELLO).done()))
                .contains("stands twice");
    }

    @Test
    void what_stands_behind_an_entry_is_compared_with_the_directory() {
        var crc = ZipForge.crc(HELLO);

        assertThat(report(new ZipForge().described("a", HELLO, crc, 6, 6).done()))
                .isEmpty();
        assertThat(report(new ZipForge().described("a", HELLO, crc, 6, 7).done()))
                .contains("what is said behind the entry");
        assertThat(report(new ZipForge().described("a", HELLO, crc ^ 1, 6, 6).done()))
                .contains("what is said behind the entry");
    }

    @Test
    void a_record_for_large_archives_says_what_the_end_record_says() {
        assertThat(report(large(1, 0, false))).isEmpty();
        assertThat(report(large(2, 0, false))).contains("do not say the same");
        assertThat(report(large(1, 0, true))).contains("is not where all readers look for it");
        assertThat(report(large(1, 9_999, false))).isEmpty();
    }

    /// @param entries how many the record counts
    /// @param off by how much the pointer to it is wrong
    /// @param elsewhere whether something stands between it and the pointer
    private static byte[] large(int entries, int off, boolean elsewhere) {
        var zip = new ZipForge().stored("a", HELLO).done();
        var end = zip.length - 22;
        return new Bytes()
                .raw(Arrays.copyOf(zip, end))
                .raw("PK\6\6")
                .u64(44)
                .u16(45)
                .u16(45)
                .u64(0)
                .u64(entries)
                .u64(entries)
                .u64(47)
                .u64(37)
                .zeros(elsewhere ? 8 : 0)
                .raw("PK\6\7")
                .u32(0)
                .u64(end + off)
                .u32(1)
                .raw(Arrays.copyOfRange(zip, end, zip.length))
                .done();
    }

    @Test
    void whatever_packs_an_entry_is_unpacked() throws Exception {
        var elf = ModelForge.elf();
        var bzip2 = pack(elf, BZip2CompressorOutputStream::new);
        var xz = pack(elf, out -> new XZOutputStream(out, new LZMA2Options(1)));
        var alone = pack(elf, out -> new LZMAOutputStream(out, new LZMA2Options(1), -1));
        var lzma = new Bytes()
                .u16(9)
                .u16(5)
                .raw(Arrays.copyOf(alone, 5))
                .raw(Arrays.copyOfRange(alone, 13, alone.length))
                .done();
        var stored = new Bytes().u8(1).u16(elf.length).u16(~elf.length).raw(elf).done();
        Map.of(9, stored, 12, bzip2, 14, lzma, 95, xz).forEach((method, packed) -> {
            var flags = method == 14 ? 2 : 0;
            assertThat(report(new ZipForge()
                            .packed("a", method, flags, packed, elf)
                            .done()))
                    .as("method %d", method)
                    .isEqualTo("it!/a carries an ELF executable for x86-64\n");
            assertThat(report(new ZipForge()
                            .packed("a", method, flags, packed, HELLO)
                            .done()))
                    .as("method %d", method)
                    .contains("it unpacks to other bytes than the archive says");
        });
    }

    private interface Packing {
        OutputStream on(OutputStream out) throws IOException;
    }

    private static byte[] pack(byte[] content, Packing packing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = packing.on(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void a_record_counted_from_the_front_or_from_the_end_may_be_two() {
        var first = new ZipForge().stored("a", HELLO).done();
        var second = new ZipForge().stored("b", ModelForge.elf()).done();
        var prefix = Arrays.copyOf(first, first.length - 22);
        var both = new Bytes().raw(prefix).raw(second).done();
        var end = both.length - 22;
        both[end + 16] = 37; // where the first directory is, if one counts from the front
        both[end + 17] = 0;
        both[prefix.length + 31 + ModelForge.elf().length + 42] = (byte) prefix.length;

        assertThat(report(both)).contains("2 directories").contains("carries an ELF executable");
    }
}
