package dev.assay.inspect.format.text;

import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.MarshalForge;
import dev.assay.forge.PickleForge;
import dev.assay.forge.ZipForge;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KerasSpec {

    private static final String CODE = Base64.getEncoder()
            .encodeToString(MarshalForge.PYTHON_3_11.code(List.of("os", "system"), "echo assay-marker"));
    private static final String DEED = "starts a process: it uses os.system with 'echo assay-marker'";

    @Test
    void the_classes_of_a_model_are_named_each_once() {
        assertThat(model(layer("keras.layers", "Dense", "{}") + ", " + layer("keras.layers", "Dense", "{\"u\": 1}")))
                .matches("it@0x\\w+ imports keras.layers.Dense\nit imports keras.Sequential\n");
    }

    @Test
    void models_of_older_versions_name_classes_without_a_module() {
        assertThat(text("""
                {"class_name": "Sequential", "keras_version": "2.4.0", "config": {"layers": [
                  {"class_name": "Dense", "config": {"kernel_initializer": {"class_name": "VarianceScaling", "config": {}}}},
                  {"class_name": "Scale", "config": {}}]}}"""))
                .endsWith(" names the class Scale, which whoever loads it has to bring\n")
                .hasLineCount(1);
    }

    @Test
    void code_of_a_lambda_is_read_however_deep_it_stands() {
        var lambda = layer(
                "keras.layers",
                "Lambda",
                "{\"function\": {\"class_name\": \"__lambda__\", \"config\": {\"code\": \"" + CODE + "\"}}}");

        assertThat(model(lambda)).contains(DEED).contains("runs a Keras Lambda layer");
        assertThat(model(layer("keras.layers", "TimeDistributed", "{\"layer\": " + lambda + "}")))
                .contains(DEED);
        assertThat(model(layer("keras", "Sequential", "{\"layers\": [" + lambda + "]}")))
                .contains(DEED);
        assertThat(model(layer("acme", "Own", "{\"anything\": {\"deeper\": [[" + lambda + "]]}}")))
                .contains(DEED);
    }

    @Test
    void code_of_an_older_lambda_is_the_first_of_a_list_in_lines() {
        var lines = CODE.replaceAll("(.{76})", "$1\\\\n");

        assertThat(text("{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Lambda\", \"config\": "
                        + "{\"function\": [\"" + lines + "\", null, null], \"function_type\": \"lambda\"}}]}"))
                .contains(DEED);
    }

    @Test
    void classes_and_functions_outside_of_keras_are_imported() {
        assertThat(model(layer("subprocess", "Popen", "{}"))).contains("imports subprocess.Popen");
        assertThat(model(layer("acme.layers", "Attention", "{}"))).contains("imports acme.layers.Attention");
        assertThat(model(function("os", "system"))).contains("imports os.system");
        assertThat(model(function("keras.utils", "get_file"))).contains("imports keras.utils.get_file");
        assertThat(model(function("builtins", "eval"))).contains("imports builtins.eval");
        assertThat(model(function("builtins", "relu"))).doesNotContain("relu");
        assertThat(model(function("builtins", "own_loss")))
                .contains("names the function own_loss, which whoever loads it has to bring");
        assertThat(model("{\"class_name\": \"__typespec__\", \"spec_name\": \"Popen\", \"module\": \"subprocess\", "
                        + "\"config\": [], \"registered_name\": null}"))
                .contains("imports subprocess.Popen");
    }

    @Test
    void a_registered_class_has_to_be_there() {
        assertThat(model("{\"module\": null, \"class_name\": \"Scale\", \"registered_name\": \"mine>Scale\", "
                        + "\"config\": {}}"))
                .contains("names the class mine>Scale, which whoever loads it has to bring");
    }

    @Test
    void a_pickle_in_the_configuration_is_read() {
        var pickle = PickleForge.pickle(2)
                .global("posix", "system")
                .op('(')
                .text("echo assay-marker")
                .op('t')
                .op('R')
                .stop()
                .done();
        var torch = new ZipForge().stored("archive/data.pkl", pickle).done();
        for (var bytes : List.of(pickle, torch)) {
            assertThat(model(layer(
                            "keras.layers",
                            "TorchModuleWrapper",
                            "{\"module\": \"" + Base64.getEncoder().encodeToString(bytes) + "\"}")))
                    .contains("imports keras.layers.TorchModuleWrapper")
                    .contains("calls posix.system('echo assay-marker')");
        }
    }

    @Test
    void a_switch_of_the_readers_checks_is_found() {
        assertThat(model(function("keras.config", "enable_unsafe_deserialization")))
                .contains("names the switch enable_unsafe_deserialization");
    }

    @Test
    void files_elsewhere_are_found() {
        assertThat(model(layer("keras.layers", "StringLookup", "{\"vocabulary\": \"/etc/passwd\"}")))
                .contains("names bytes of another file by an absolute path: '/etc/passwd', as a vocabulary");
        assertThat(model(layer("keras.layers", "StringLookup", "{\"vocabulary\": \"http://127.0.0.1/x\"}")))
                .contains("by an absolute path: 'http://127.0.0.1/x'");
        assertThat(model(layer("keras.layers", "StringLookup", "{\"vocabulary\": [\"a\", \"/b\"]}")))
                .doesNotContain("another file");
        assertThat(model("{\"config\": {\"filepath\": \"../x\"}, \"class_name\": \"TFSMLayer\", "
                        + "\"module\": \"keras.layers\"}"))
                .contains("by a path that leads upward: '../x', as a SavedModel");
    }

    @Test
    void a_model_in_yaml_is_read_as_one_in_json() {
        assertThat(text("""
                backend: tensorflow
                class_name: Sequential
                config:
                  layers:
                  - class_name: Lambda
                    config:
                      function:
                      - %s
                      - null
                keras_version: 2.4.0
                """.formatted(CODE)))
                .contains("runs a Keras Lambda layer")
                .contains(DEED);
    }

    @Test
    void json_of_others_that_has_a_key_or_two_of_these_is_left_alone() {
        assertThat(text("{\"vocabulary\": \"/x/y\", \"code\": \"" + CODE + "\"}"))
                .isEmpty();
        assertThat(text("{\"class_name\": \"Cat\", \"config\": {}}")).isEmpty();
    }

    private static String function(String module, String name) {
        return "{\"module\": \"%s\", \"class_name\": \"function\", \"config\": \"%s\", \"registered_name\": \"function\"}"
                .formatted(module, name);
    }

    private static String layer(String module, String name, String config) {
        return "{\"module\": \"%s\", \"class_name\": \"%s\", \"config\": %s}".formatted(module, name, config);
    }

    private static String model(String layers) {
        return text(layer("keras", "Sequential", "{\"layers\": [" + layers + "]}"));
    }

    private static String text(String text) {
        return report(text.getBytes(UTF_8));
    }
}
