package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.inspect.Reports.inspection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JoblibArraysSpec {

    private static final String UNKNOWN = "an array whose layout is not known";
    private static final String COMMAND = "calls posix.system('echo assay-marker')";

    @Test
    void numbers_are_passed_over_by_the_width_of_their_type() {
        for (var type : List.of("u1", "<i2", ">f4", "f8", "c16", "b1")) {
            var width = Integer.parseInt(type.replaceAll("\\D", ""));
            var inspection = inspection(wrapper(type, "K\3K\2\u0086", "")
                    .raw(filled(6 * width))
                    .stop()
                    .done());
            assertThat(inspection.report("it"))
                    .as(type)
                    .doesNotContain("eludes")
                    .doesNotContain("breaks");
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void padding_before_aligned_numbers_says_its_own_length() {
        var aligned = wrapper("u1", "K\2\u0085", "X\33\0\0\0numpy_array_alignment_bytesK\20");
        assertThat(report(aligned.raw("\3\u00ff\u00ff\u00ff\u00ff\u00ff").raw(".")))
                .doesNotContain("breaks")
                .doesNotContain("eludes");
    }

    @Test
    void an_array_of_objects_is_the_pickle_behind_it() {
        for (var type : List.of("O", "O8", "object")) {
            assertThat(report(wrapper(type, "K\1\u0085", "").raw(payload()).raw(".")))
                    .contains(COMMAND);
        }
        var deep = wrapper("O", "K\1\u0085", "")
                .then(wrapper("O", "K\1\u0085", "").raw(payload()).raw("."));
        assertThat(report(deep.raw("."))).contains(COMMAND);
    }

    @Test
    void what_other_readers_see_where_the_numbers_are_is_read_too() {
        var opcodes = pickle().raw("0").raw(payload()).done();
        assertThat(report(wrapper("u1", "K" + (char) opcodes.length + "\u0085", "")
                        .raw(opcodes)
                        .raw(".")))
                .contains(COMMAND);
    }

    @Test
    void a_wrapper_that_gets_another_state_is_read_by_nobody() {
        var twice = wrapper("u1", "K\1\u0085", "").raw("\u0001").raw("0h\0}b.");
        assertThat(report(twice)).containsAnyOf(UNKNOWN, "breaks");
    }

    @Test
    void wrappers_by_other_names_and_in_other_shapes_are_not_guessed_at() {
        for (var name : List.of("NDArrayWrapper", "ZNDArrayWrapper", "MyArrayWrapper")) {
            assertThat(report(pickle(4).stackGlobal("joblib.numpy_pickle", name).raw(")\u0081}b.")))
                    .contains(UNKNOWN);
        }
        assertThat(report(wrapper("Q9", "K\1\u0085", "").raw(filled(8)).raw(".")))
                .contains(UNKNOWN);
        assertThat(report(wrapper("u1", "]", "").raw("."))).contains(UNKNOWN);
        assertThat(report(wrapper("u1", "K\1\u0085", "X\5\0\0\0shapeK\1\u0085").raw("\1.")))
                .contains(UNKNOWN);
        assertThat(report(wrapper("u1", "K\1\u0085", "X\4\0\0\0moreK\1").raw("\1.")))
                .contains(UNKNOWN);
        assertThat(report(pickle(4)
                        .stackGlobal("copyreg", "_reconstructor")
                        .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                        .stackGlobal("builtins", "object")
                        .raw("N\u0087R}b.")))
                .contains(UNKNOWN);
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "make")
                        .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                        .raw("\u0085R}b.")))
                .contains(UNKNOWN);
    }

    @Test
    void an_array_ends_inside_the_file() {
        assertThat(report(wrapper("f8", "K\u00ff\u0085", "").raw(filled(8)))).contains("an array ends inside the file");
        assertThat(report(wrapper("f8", "\u008a\10\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\17\u0085", "")
                        .raw(filled(8))))
                .containsAnyOf("an array ends inside the file", UNKNOWN);
    }

    private static PickleForge wrapper(String type, String shape, String more) {
        return pickle(4)
                .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                .raw(")\u0081\u0094}(")
                .text("subclass")
                .stackGlobal("numpy", "ndarray")
                .text("shape")
                .raw(shape)
                .text("order")
                .text("C")
                .text("dtype")
                .stackGlobal("numpy", "dtype")
                .text(type)
                .raw("\u0085R")
                .text("allow_mmap")
                .raw("\u0088" + more + "ub");
    }

    /// Bytes that are no opcodes.
    private static byte[] filled(int length) {
        var bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 0xfe);
        return bytes;
    }

    private static byte[] payload() {
        return pickle(4).calling("posix", "system", "echo assay-marker").stop().done();
    }

    private static String report(PickleForge forged) {
        return inspection(forged.done()).report("it");
    }
}
