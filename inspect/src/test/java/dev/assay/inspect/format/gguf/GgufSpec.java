package dev.assay.inspect.format.gguf;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GgufSpec {

    private static final byte[] HONEST = ModelForge.gguf("{% for m in messages %}{{ m['content'] }}{% endfor %}");

    @Test
    void an_honest_file_is_clean_and_read_whole() {
        var inspection = inspection(HONEST);

        assertThat(inspection.format()).isEqualTo("gguf");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void its_chat_template_is_read() {
        assertThat(report(ModelForge.gguf("{{ ''.__class__ }}"))).isEqualTo("""
                it!/tokenizer.chat_template runs a template that leaves its sandbox: .__class__
                """);
    }

    @Test
    void two_templates_that_readers_choose_between_are_compared() {
        for (var same : new boolean[] {true, false}) {
            var bytes = new Bytes().raw("GGUF").u32(3).u64(0).u64(2);
            for (var key : new String[] {"tokenizer.chat_template", "tokenizer.chat_template.default"}) {
                var template = same ? "{{ messages }}" : "{{ messages }}" + key.length();
                bytes.u64(key.length()).raw(key).u32(8).u64(template.length()).raw(template);
            }
            assertThat(report(bytes.done())
                            .contains("differs between readers: the chat template and the one called default"))
                    .isNotEqualTo(same);
        }
    }

    @Test
    void counts_that_the_file_cannot_hold_are_refused() {
        assertThat(report(new Bytes().raw("GGUF").u32(3).u64(1L << 60).u64(0).done()))
                .contains("breaks the rule that a count fits in the bytes left");
        assertThat(report(new Bytes().raw("GGUF").u32(3).u64(0).u64(1L << 60).done()))
                .contains("breaks the rule that a count fits in the bytes left");
    }

    @Test
    void dimensions_that_overflow_are_refused() {
        var bytes = new Bytes()
                .raw("GGUF")
                .u32(3)
                .u64(1)
                .u64(0)
                .u64(1)
                .raw("w")
                .u32(3)
                .u64(1L << 40)
                .u64(1L << 40)
                .u64(1);

        assertThat(report(bytes.u32(0).u64(0).zeros(64).done())).contains("elements can be counted");
    }

    @Test
    void bytes_behind_the_last_tensor_are_examined() {
        assertThat(report(new Bytes().raw(HONEST).raw(ModelForge.elf()).done()))
                .contains("bytes that belong to no tensor")
                .contains("carries an ELF executable");
    }

    @Test
    void a_tensor_beyond_the_file_breaks_the_format() {
        assertThat(report(java.util.Arrays.copyOf(HONEST, HONEST.length - 1)))
                .contains("breaks the rule that a tensor ends inside the file");
    }
}
