package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What the standard policy makes of Keras models, by the advisories.
@DisplayNameGeneration(ReplaceUnderscores.class)
class KerasPolicySpec {

    private static final Policy POLICY = Policy.standard();
    private static final Inspector INSPECTOR = Inspector.standard();

    @Test
    void an_ordinary_model_is_safe() {
        assertThat(layer("keras.layers", "Dense", """
                {"units": 3, "activation": {"module": "builtins", "class_name": "function", "config": "relu"},
                 "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {}},
                 "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}}}""")).isEqualTo(Word.SAFE);
        assertThat(layer("keras.layers", "StringLookup", "{\"vocabulary\": [\"a\", \"b\"]}"))
                .isEqualTo(Word.SAFE);
    }

    @Test
    void classes_of_other_people_are_unknown() {
        assertThat(layer("acme.layers", "Attention", "{}")).isEqualTo(Word.UNKNOWN);
        assertThat(model("{\"module\": null, \"class_name\": \"Scale\", \"config\": {}, "
                        + "\"registered_name\": \"mine>Scale\"}"))
                .isEqualTo(Word.UNKNOWN);
        assertThat(function("builtins", "own_loss")).isEqualTo(Word.UNKNOWN);
    }

    @Test
    void cve_2025_1550_any_class_or_function() {
        assertThat(layer("subprocess", "Popen", "{}")).isEqualTo(Word.MALICIOUS);
        assertThat(function("os", "system")).isEqualTo(Word.MALICIOUS);
        assertThat(function("builtins", "eval")).isEqualTo(Word.MALICIOUS);
    }

    @Test
    void cve_2025_8747_and_12060_a_function_of_keras_that_fetches() {
        assertThat(function("keras.utils", "get_file")).isEqualTo(Word.MALICIOUS);
        assertThat(function("keras.models", "load_model")).isEqualTo(Word.MALICIOUS);
    }

    @Test
    void cve_2025_9905_and_9906_the_switch_of_the_checks() {
        assertThat(function("keras.config", "enable_unsafe_deserialization")).isEqualTo(Word.MALICIOUS);
    }

    @Test
    void cve_2025_12058_and_2026_1462_files_of_the_reader() {
        assertThat(layer("keras.layers", "StringLookup", "{\"vocabulary\": \"/etc/passwd\"}"))
                .isEqualTo(Word.MALICIOUS);
        assertThat(layer("keras.layers", "IntegerLookup", "{\"vocabulary\": \"http://127.0.0.1/\"}"))
                .isEqualTo(Word.MALICIOUS);
        assertThat(layer("keras.layers", "StringLookup", "{\"vocabulary\": \"words.txt\"}"))
                .isEqualTo(Word.SUSPICIOUS);
        assertThat(layer("keras.layers", "TFSMLayer", "{\"filepath\": \"../../model\"}"))
                .isEqualTo(Word.MALICIOUS);
    }

    @Test
    void cve_2024_3660_code_is_held_and_convicted_by_what_it_does() {
        assertThat(layer("keras.layers", "Lambda", "{}")).isEqualTo(Word.SUSPICIOUS);
        for (var deed : List.of(
                "starts a process: it uses os.system",
                "evaluates code: it uses eval",
                "opens a connection: it uses socket.socket",
                "reaches native code: it uses ctypes.CDLL",
                "reads or changes files: it uses open",
                "reaches into the interpreter: it uses __subclasses__")) {
            assertThat(word(new Finding.Runs(Place.START, "Python byte code that " + deed)))
                    .as(deed)
                    .isEqualTo(Word.MALICIOUS);
        }
        assertThat(word(new Finding.Runs(Place.START, "Python byte code that uses np, sum")))
                .isEqualTo(Word.SUSPICIOUS);
    }

    private static Word word(Finding finding) {
        return POLICY.judge(new Inspection(Digest.of(new byte[0]), 10, 10, "hdf5", "1", List.of(finding)))
                .word();
    }

    private static Word function(String module, String name) {
        return model("{\"module\": \"%s\", \"class_name\": \"function\", \"config\": \"%s\"}".formatted(module, name));
    }

    private static Word layer(String module, String name, String config) {
        return model("{\"module\": \"%s\", \"class_name\": \"%s\", \"config\": %s}".formatted(module, name, config));
    }

    private static Word model(String layer) {
        var text = "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"layers\": [" + layer + "]}}";
        var bytes = text.getBytes(UTF_8);
        return POLICY.judge(INSPECTOR.inspect(Specimen.of(bytes), Digest.of(bytes)))
                .word();
    }
}
