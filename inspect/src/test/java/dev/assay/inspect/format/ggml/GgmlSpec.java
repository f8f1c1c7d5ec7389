package dev.assay.inspect.format.ggml;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GgmlSpec {

    @Test
    void models_of_before_gguf_are_numbers_and_words() {
        for (var model : List.of(llama("lmgg"), llama("fmgg"), llama("tjgg"), whisper(), adapter())) {
            var inspection = inspection(model.done());

            assertThat(inspection.format()).isEqualTo("ggml");
            assertThat(inspection.report("it")).isEmpty();
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void a_model_that_is_cut_or_goes_on_breaks_its_format() {
        var whole = llama("tjgg").done();

        assertThat(report(Arrays.copyOf(whole, whole.length - 5))).contains("breaks the rule that");
        assertThat(report(new Bytes().raw(whole).raw(ModelForge.elf()).done())).contains("breaks the rule that");
    }

    @Test
    void sizes_beyond_the_file_break_its_format() {
        assertThat(report(new Bytes()
                        .raw("lmgg")
                        .u32(0)
                        .zeros(24)
                        .u32(4)
                        .u32(0)
                        .u32(0)
                        .u32(0xffff_ffffL)
                        .u32(0xffff_ffffL)
                        .u32(0xffff_ffffL)
                        .u32(0xffff_ffffL)
                        .done()))
                .contains("breaks the rule that");
    }

    @Test
    void sizes_whose_product_is_beyond_all_numbers_break_its_format() {
        assertThat(report(new Bytes()
                        .raw("lmgg")
                        .u32(0)
                        .zeros(24)
                        .u32(4)
                        .u32(0)
                        .u32(10)
                        .u32(1L << 31)
                        .u32(1 << 11)
                        .u32(1 << 11)
                        .u32(1 << 11)
                        .zeros(1 << 21)
                        .done()))
                .contains("breaks the rule that");
    }

    @Test
    void a_program_parked_in_a_tensor_is_found() {
        var program = Arrays.copyOf(ModelForge.elf(), 128);

        assertThat(report(new Bytes()
                        .raw(whisper().done())
                        .raw(tensor(32).done())
                        .raw(program)
                        .done()))
                .contains("carries an ELF");
    }

    @Test
    void a_matrix_of_importance_is_numbers() {
        var inspection = inspection(new Bytes()
                .u32(1)
                .u32(12)
                .raw("blk.0.weight")
                .u32(3)
                .u32(2)
                .zeros(8)
                .u32(7)
                .u32(5)
                .raw("a.txt")
                .done());

        assertThat(inspection.format()).isEqualTo("imatrix");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    private static Bytes llama(String magic) {
        var out = new Bytes().raw(magic);
        var plain = magic.equals("lmgg");
        if (!plain) {
            out.u32(3);
        }
        out.u32(2).zeros(24);
        for (var word : List.of("a", "bc")) {
            out.u32(word.length()).raw(word).zeros(plain ? 0 : 4);
        }
        out.raw(tensor(32).done());
        if (magic.equals("tjgg")) {
            out.zeros(-out.size() & 31);
        }
        return out.zeros(128);
    }

    private static Bytes whisper() {
        return new Bytes()
                .raw("lmgg")
                .zeros(44)
                .u32(1)
                .u32(2)
                .zeros(8)
                .u32(1)
                .u32(3)
                .raw("abc")
                .raw(tensor(4).done())
                .zeros(16);
    }

    private static Bytes adapter() {
        var out = new Bytes().raw("algg").u32(1).u32(8).u32(16).raw(tensor(4).done());
        return out.zeros(-out.size() & 31).zeros(16);
    }

    /// In one dimension, of 32-bit numbers.
    private static Bytes tensor(int numbers) {
        return new Bytes().u32(1).u32(4).u32(0).u32(numbers).raw("name");
    }
}
