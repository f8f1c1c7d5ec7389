package dev.assay.inspect.format.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NumpyTypesSpec {

    @Test
    void a_type_whose_field_holds_objects_says_so_in_its_flags() {
        assertThat(report(type("O8", 0))).contains("does not say so");
        assertThat(report(type("O8", 63))).doesNotContain("does not say so");
    }

    @Test
    void a_type_whose_fields_are_numbers_has_nothing_to_say() {
        assertThat(report(type("f8", 0))).doesNotContain("does not say so");
    }

    private static String type(String field, int flags) {
        var inner = "cnumpy\ndtype\nX\2\0\0\0" + field + "K\0K\1\u0087R";
        return "\u0080\2cnumpy\ndtype\nX\2\0\0\0V8K\0K\1\u0087R(K\3X\1\0\0\0|NX\1\0\0\0a\u0085}X\1\0\0\0a"
                + inner
                + "K\0\u0086sK\10K\10K"
                + (char) flags
                + "tb.";
    }

    private static String report(String pickle) {
        var bytes = pickle.getBytes(ISO_8859_1);
        return Inspector.standard()
                .inspect(Specimen.of(bytes), Digest.of(bytes))
                .report("it");
    }
}
