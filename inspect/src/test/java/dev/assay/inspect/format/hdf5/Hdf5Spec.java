package dev.assay.inspect.format.hdf5;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.Hdf5Forge;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class Hdf5Spec {

    private static final byte[] NUMBERS = new byte[800];
    private static final String LAMBDA =
            "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": \"Lambda\", \"config\": {}}]}}";

    static {
        Arrays.fill(NUMBERS, (byte) 63);
    }

    private static List<Hdf5Forge> both() {
        return List.of(Hdf5Forge.old(), Hdf5Forge.recent());
    }

    @Test
    void an_honest_file_is_read_whole() {
        for (var file : both()) {
            var inspection = inspection(file.numbers("dense", NUMBERS)
                    .numbers("bias", NUMBERS)
                    .attribute("backend", "jax, which is said in a text")
                    .attributeInHeap("keras_version", "3.15.1, in a heap")
                    .done());

            assertThat(inspection.report("it")).isEmpty();
            assertThat(inspection.format()).isEqualTo("hdf5");
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void a_configuration_in_an_attribute_is_read_wherever_the_text_stands() {
        for (var file : both()) {
            assertThat(report(file.attribute("model_config", LAMBDA).done()))
                    .contains("it!/@model_config@")
                    .contains("runs a Keras Lambda layer");
        }
        for (var file : both()) {
            assertThat(report(file.attributeInHeap("model_config", LAMBDA).done()))
                    .contains("it!/@model_config@")
                    .contains("runs a Keras Lambda layer");
        }
    }

    @Test
    void a_configuration_that_is_no_text_is_not_passed_over() {
        assertThat(report(Hdf5Forge.old()
                        .attribute("model_config", "\1\2\3\ufffd")
                        .done()))
                .contains("eludes us");
    }

    @Test
    void a_pickle_in_an_attribute_is_read() {
        assertThat(report(Hdf5Forge.old()
                        .attribute("title", "cposix\nsystem\n(S'echo assay-marker'\ntR.")
                        .done()))
                .contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void what_begins_like_a_file_among_the_numbers_is_looked_at() {
        for (var file : both()) {
            assertThat(report(file.numbers("dense", padded(ModelForge.elf())).done()))
                    .contains("it!/dense carries an ELF executable");
        }
    }

    @Test
    void a_link_to_another_file_is_found() {
        assertThat(report(Hdf5Forge.recent().external("w", "/etc/passwd", "/x").done()))
                .contains("names bytes of another file by an absolute path: '/etc/passwd', by an external link 'w'");
        assertThat(report(Hdf5Forge.recent().external("w", "a/../../x.h5", "/x").done()))
                .contains("names bytes of another file by a path that leads upward: 'a/../../x.h5'");
        assertThat(report(Hdf5Forge.recent().external("w", "shard.h5", "/x").done()))
                .contains("names bytes of another file beside it: 'shard.h5'");
    }

    @Test
    void a_data_set_that_keeps_its_numbers_in_another_file_is_found() {
        var heap = new Bytes()
                .raw("HEAP")
                .u32(0)
                .u64(24)
                .u64(1)
                .u64(Hdf5Forge.ELSEWHERE + 32)
                .zeros(8)
                .raw("/etc/passwd")
                .zeros(5)
                .done();
        var files = new Bytes()
                .raw("\1\0\0\0")
                .u16(1)
                .u16(1)
                .u64(Hdf5Forge.ELSEWHERE)
                .u64(8)
                .u64(0)
                .u64(100)
                .done();
        for (var file : both()) {
            assertThat(report(file.elsewhere(heap).message(7, files).done()))
                    .contains("names bytes of another file by an absolute path: '/etc/passwd', where a data set keeps");
        }
    }

    @Test
    void a_link_of_a_programs_own_kind_is_found() {
        assertThat(report(Hdf5Forge.recent()
                        .link("w", 70, new Bytes().u16(0).done())
                        .done()))
                .contains("names what a link of the program's own kind 70 leads to");
    }

    @Test
    void a_filter_that_nobody_is_known_to_bring_is_found() {
        var filters = new Bytes()
                .u8(2)
                .u8(2)
                .raw("\1\0\0\0\0\0")
                .u16(40_000)
                .u16(5)
                .u16(0)
                .u16(0)
                .raw("acme\0")
                .done();

        assertThat(report(Hdf5Forge.recent().message(0x0b, filters).done()))
                .contains("names a filter that a plug-in brings: 40000 'acme'")
                .doesNotContain("brings: 1");
    }

    @Test
    void a_group_that_holds_itself_is_walked_once() {
        var itself =
                Hdf5Forge.recent().link("me", 0, new Bytes().u64(96).done()).done();

        assertThat(report(itself)).isEmpty();
    }

    @Test
    void a_header_that_continues_in_itself_is_broken() {
        var again = new Bytes().u64(100).u64(60).done();

        assertThat(report(Hdf5Forge.recent()
                        .elsewhere(new Bytes()
                                .zeros(4)
                                .raw("OCHK")
                                .raw("\20\20\0\0")
                                .raw(again)
                                .zeros(40)
                                .done())
                        .message(0x10, again)
                        .done()))
                .contains("an object header has no rings");
    }

    @Test
    void what_points_outside_of_the_file_is_broken() {
        assertThat(report(Hdf5Forge.recent()
                        .link("x", 0, new Bytes().u64(1L << 40).done())
                        .done()))
                .contains("breaks the rule that an address points inside the file");
        assertThat(report(Hdf5Forge.recent()
                        .message(8, new Bytes().u8(3).u8(1).u64(0).u64(1L << 50).done())
                        .message(1, new Bytes().raw("\2\0\0\0").done())
                        .message(3, new Bytes().raw("\u0010\0\0\0").u32(4).done())
                        .done()))
                .contains("breaks the rule that what is addressed ends inside the file");
    }

    @Test
    void what_is_not_understood_is_said() {
        assertThat(report(Hdf5Forge.recent().message(0x30, new byte[4]).done()))
                .contains("eludes us: it holds a message of type 48");
        assertThat(report(Hdf5Forge.old().message(0x0f, new byte[8]).done())).contains("eludes us");
    }

    @Test
    void freed_space_is_looked_at() {
        assertThat(report(Hdf5Forge.recent().elsewhere(new byte[100]).done())).isEmpty();
        assertThat(report(Hdf5Forge.recent().elsewhere(ModelForge.elf()).done()))
                .contains("carries an ELF executable");
        var much = new byte[5 << 20];
        Arrays.fill(much, (byte) 7);
        var inspection = inspection(Hdf5Forge.recent().elsewhere(much).done());
        assertThat(inspection.report("it")).contains("bytes belong to nothing in it");
        assertThat(inspection.complete()).isFalse();
    }

    @Test
    void what_stands_before_and_behind_is_examined() {
        var file = Hdf5Forge.old().numbers("w", NUMBERS).done();

        assertThat(report(new Bytes().raw(file).raw(ModelForge.elf()).done()))
                .contains("bytes behind the end of the file")
                .contains("it!/trailing carries an ELF executable");
        assertThat(report(new Bytes()
                        .raw(ModelForge.elf())
                        .zeros(512 - ModelForge.elf().length)
                        .raw(file)
                        .done()))
                .contains("carries an ELF executable");
    }

    @Test
    void a_file_that_was_cut_is_broken() {
        var file = Hdf5Forge.old().numbers("w", NUMBERS).done();

        for (var length = 20; length < file.length; length += 97) {
            var inspection = inspection(Arrays.copyOf(file, length));
            assertThat(inspection.report("it")).contains("breaks the rule");
        }
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 7 & ~7);
    }
}
