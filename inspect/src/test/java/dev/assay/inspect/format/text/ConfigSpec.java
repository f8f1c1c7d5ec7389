package dev.assay.inspect.format.text;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What the keys of configurations make frameworks do.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigSpec {

    @Test
    void a_yaml_tag_is_a_tag_however_it_is_spelled() {
        for (var text : List.of(
                "a: !<tag:yaml.org,2002:%70ython/object/apply:os.system> ['echo assay-marker']\n",
                "%TAG !a! x\n%TAG !p! tag:yaml.\n---\n!p!org,2002:python/object/apply:os.system ['echo assay-marker']\n",
                "# c\u2028!!python/object/apply:os.system ['echo assay-marker']\n")) {
            assertThat(inspection(text.getBytes(UTF_8)).findings()).as(text).isNotEmpty();
        }
    }

    @Test
    void what_an_object_is_built_by_is_called_with_its_other_fields() {
        assertThat(report("{\"a\": [{\"x\": 1, \"y\": true, \"_target_\": \"a.b.C\", \"_partial_\": true}]}"))
                .isEqualTo("it@0x27 calls a.b.C(1, True)\n");
        assertThat(report("{\"class_path\": \"a.B\", \"init_args\": {}}")).contains("calls a.B()");
        assertThat(report("{\"target\": \"a.B\", \"params\": {\"x\": 1}}")).contains("calls a.B()");
        assertThat(report("{\"_target_\": \"${x}\"}")).contains("names the callable ${x} (_target_)");
        assertThat(report("{\"class_path\": \"a.B\"}{\"target\": \"model.onnx\"}"))
                .isEmpty();
    }

    @Test
    void steps_of_an_exported_program_are_operations_that_compute_and_sizes_that_are_only_numbers() {
        assertThat(
                        report(
                                "{\"nodes\": [{\"target\": \"torch.ops.aten.conv2d.default\", \"inputs\": []}],"
                                        + " \"a\": {\"as_expr\": {\"expr_str\": \"Max(1, 2*s77 - FloorDiv(u0, 3))\"}}, \"guards_code\": []}"))
                .isEmpty();
        assertThat(report("{\"nodes\": [{\"target\": \"torch.ops.aten.from_file.default\", \"inputs\": []}]}"))
                .contains("names the callable torch.ops.aten.from_file.default (target)");
        for (var expression : new String[] {
            "__import__('os').system('echo assay-marker')",
            "s0.__class__",
            "9**9**9",
            "exec(s0)",
            "s0['x']",
            "s0 if s1 else s2"
        }) {
            assertThat(report("{\"expr_str\": \"" + expression + "\"}"))
                    .as(expression)
                    .contains("runs the expression");
        }
        assertThat(report("{\"guards_code\": [\"exec(x)\"]}")).contains("runs the expression exec(x) (guards_code)");
        assertThat(report("{\"in_spec\": \"[1, {\\\"__enum__\\\": true, \\\"fqn\\\": \\\"a:B\\\"}]\"}"))
                .contains("names the class");
    }

    @Test
    void yaml_says_the_same_in_whichever_way_it_is_written() {
        for (var yaml : new String[] {
            "a:\n  command: echo assay-marker\n  _target_: os.system\n",
            "a:\n- command: echo assay-marker\n  _target_: os.system\n",
            "a:\n    - _target_: \"os.system\" # why\n      command: 'echo assay-marker'\n",
            "{a: {command: echo assay-marker, _target_: os.system}}\n",
            "a: [{\"command\": \"echo assay-marker\", \"_target_\": \"os.system\"},]\n",
            "a:\n  command: echo assay-marker\n  \"\\x5ftarget_\": os.system\n",
            "a:\n  command: echo assay-marker\n  '_target_':\n    os.system\n",
            "a:\n  command: echo assay-marker\n  _target_: >-\n    os.system\n",
            "a:\n  command: echo assay-marker\n  ? _target_\n  : os.system\n",
            "a:\n  command: &x echo assay-marker\n  _target_: !!str os.system\n",
            "--- \r\na:\r\n  command: echo assay-marker\r\n  _target_: os.system\r\n"
        }) {
            assertThat(report(yaml))
                    .as(yaml)
                    .containsPattern("it@0x[0-9a-f]+ calls os\\.system\\('echo assay-marker'\\)");
        }
        assertThat(report("class_path: a.B\ninit_args:\n  x: 1\n")).contains("calls a.B()");
        assertThat(report("model:\n  target: a.B\n  params:\n    x: 1\n")).contains("calls a.B()");
    }

    @Test
    void aliases_that_repeat_each_other_are_a_bomb() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 9; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        assertThat(report(bomb.toString())).contains("outgrows what a reader of YAML holds");
        assertThat(report("a: &d {x: 1}\nb:\n  <<: *d\nc:\n  - *d\n")).isEmpty();
    }

    @Test
    void code_beside_a_configuration_or_elsewhere_is_named() {
        assertThat(report("{\"_class_name\": \"P\", \"unet\": [\"my_unet\", \"U\"], \"vae\": [\"diffusers\", \"V\"]}"))
                .isEqualTo("it@0x1d names code beside it: my_unet.U (unet)\n");
        assertThat(report("{\"model\": {\"handler\": \"handler.py\", \"modelName\": \"x\"}}"))
                .contains("names code beside it: handler.py");
        assertThat(
                        report(
                                "[{\"idx\": 0, \"name\": \"0\", \"path\": \"\", \"type\": \"sentence_transformers.util.http_get\"}]"))
                .contains("names the module sentence_transformers.util.http_get");
        assertThat(report("{\"auto_mapping\": {\"parent_library\": \"evil.mod\"}}"))
                .contains("names the module evil.mod");
        assertThat(report("{\"processor_class\": \"a/b--c.D\"}")).contains("names the class a/b--c.D");
        assertThat(report("{\"quantization_config\": {\"kernel_config\": {\"x\": \"me/kernel:y\"}}}"))
                .contains("names the kernel code me/kernel:y");
        assertThat(report("{\"weight_map\": {\"a\": \"../other.bin\", \"b\": \"c.safetensors\"}}"))
                .isEqualTo("it@0x15 names a file outside the folder: ../other.bin\n");
        assertThat(report("flavors:\n  python_function:\n    loader_module: mine\n    code: code\n"))
                .contains("names the loader module mine")
                .contains("names code beside it: code");
        assertThat(report("service: \"service:svc\"\ninclude:\n- '*.py'\n"))
                .contains("names code beside it: service:svc");
        assertThat(report("text_config:\n  trust_remote_code: yes\n")).contains("names remote code as trusted");
    }

    @Test
    void what_honest_configurations_say_is_data() {
        for (var text : new String[] {
            "{\"_class_name\": \"StableDiffusionPipeline\", \"_diffusers_version\": \"0.30.0\", \"safety_checker\":"
                    + " [\"stable_diffusion\", \"StableDiffusionSafetyChecker\"], \"x\": [null, null],"
                    + " \"unet\": [\"diffusers\", \"UNet2DConditionModel\"]}",
            "[{\"idx\": 0, \"name\": \"0\", \"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
                    + " {\"idx\": 1, \"name\": \"1\", \"path\": \"1_Pooling\", \"type\": \"sentence_transformers.models.Pooling\"}]",
            "{\"architectures\": [\"A\"], \"_attn_implementation\": \"flash_attention_2\", \"processor_class\": \"AProcessor\","
                    + " \"quantization_config\": {\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true}}",
            "{\"base_model_name_or_path\": \"a/b\", \"peft_type\": \"LORA\", \"target_modules\": [\"q_proj\"], \"auto_mapping\":"
                    + " {\"base_model_class\": \"B\", \"parent_library\": \"transformers.models.bert.modeling_bert\"}}",
            "{\"added_tokens\": [{\"id\": 0, \"content\": \"{{\"}, {\"id\": 1, \"content\": \"{%\"}], \"model\": {\"type\": \"BPE\"}}",
            "artifact_path: model\nflavors:\n  python_function:\n    env:\n      conda: conda.yaml\n    loader_module: mlflow.sklearn\n",
            "name: train\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - run: echo ${{ github.sha }}\n",
            "model:\n  lr: 1e-3\n  path: ${oc.env:HOME}/x\n  name: ${model.lr}\n"
        }) {
            assertThat(report(text)).as(text).isEmpty();
        }
    }

    @Test
    void a_function_that_is_registered_elsewhere_is_named() {
        var config =
                "[paths]\ntrain = null\n\n[nlp]\nlang = \"en\"\ntokenizer = {\"@tokenizers\":\"spacy.Tokenizer.v1\"}\n\n"
                        + "[components.tok2vec.model]\n@architectures = \"spacy.Tok2Vec.v2\"\n@optimizers = \"Adam.v1\"\n";
        assertThat(report(config)).isEmpty();
        assertThat(report(config + "@readers = \"mine.read.v1\"\n"))
                .isEqualTo("it names a registered function: mine.read.v1 (@readers)\n");
    }

    @Test
    void two_templates_of_one_name_are_where_readers_differ() {
        assertThat(report("{\"chat_template\": [{\"name\": \"default\", \"template\": \"{{ messages }}\"},"
                        + " {\"name\": \"default\", \"template\": \"{{ tools }}\"}]}"))
                .contains("differs between readers: two chat templates are called 'default'");
        assertThat(report("{\"chat_template\": [{\"name\": \"default\", \"template\": \"{{ messages }}\"},"
                        + " {\"name\": \"tool_use\", \"template\": \"{{ tools }}\"}]}"))
                .isEmpty();
    }

    @Test
    void a_skops_schema_loads_what_its_nodes_name() {
        assertThat(report(node("LogisticRegression", "sklearn.linear_model._logistic", "ObjectNode", "{}")))
                .isEqualTo("""
                        it calls sklearn.linear_model._logistic.LogisticRegression.__new__()
                        it calls sklearn.linear_model._logistic.LogisticRegression.__setstate__({})
                        """);
        assertThat(report(node("system", "os", "FunctionNode", "\"os\""))).isEqualTo("it imports os.system\n");
        assertThat(report(node(
                        "dict",
                        "builtins",
                        "DictNode",
                        "{\"a\": " + node("str", "builtins", "JsonNode", "\"x\"") + "}")))
                .isEmpty();
        assertThat(report(node("Popen", "subprocess", "ListNode", "[]")))
                .isEqualTo("it calls subprocess.Popen.__new__()\n");
        assertThat(report(node("float64", "numpy", "NdArrayNode", "{}"))).isEmpty();
        assertThat(report(node("CyHalfMultinomialLoss", "sklearn._loss._loss", "LossNode", "{}")))
                .isEqualTo("it calls sklearn._loss._loss.CyHalfMultinomialLoss()\n");
        assertThat(report(node("x", "y", "EvilNode", "[]")))
                .contains("names a loader of skops we do not know: EvilNode");
    }

    @Test
    void what_skops_shows_and_what_it_loads_are_compared() { // CVE-2025-54412, CVE-2025-54413
        assertThat(report(node("call", "builtins", "OperatorFuncNode", "{}")))
                .contains("differs between readers: shown is builtins.call, loaded is operator.call")
                .contains("calls operator.call(?)");
        var object = node("Popen", "subprocess", "ObjectNode", "{}");
        assertThat(report(node("int", "builtins", "MethodNode", "{\"func\": \"wait\", \"obj\": " + object + "}")))
                .contains("differs between readers: shown is builtins.int.wait, loaded is subprocess.Popen.wait")
                .contains("imports subprocess.Popen.wait");
    }

    private static String node(String name, String module, String loader, String content) {
        return "{\"__class__\": \"%s\", \"__module__\": \"%s\", \"__loader__\": \"%s\", \"content\": %s}"
                .formatted(name, module, loader, content);
    }

    private static String report(String text) {
        return inspection(text.getBytes(UTF_8)).report("it");
    }
}
