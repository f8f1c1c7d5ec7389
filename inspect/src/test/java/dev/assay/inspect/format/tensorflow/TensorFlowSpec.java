package dev.assay.inspect.format.tensorflow;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.FlatForge;
import dev.assay.forge.ProtoForge;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TensorFlowSpec {

    @Test
    void a_graph_that_computes_is_clean_and_read_whole() {
        var graph = graph(node("x", "Placeholder"), node("y", "MatMul", "x", "x"));

        for (var file : List.of(graph.done(), metaGraph(graph).done(), savedModel(graph))) {
            var inspection = inspection(file);
            assertThat(inspection.format()).isEqualTo("tensorflow");
            assertThat(inspection.report("it")).isEmpty();
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void a_model_that_saves_its_variables_where_it_is_asked_to_says_so() {
        var graph = graph(
                node("saver_filename", "Placeholder"),
                constant("here", ".part"),
                constant("there", "_temp_0123456789abcdef0123456789abcdef/part"),
                node("either", "Select", "saver_filename", "here", "there"),
                node("join", "StringJoin", "saver_filename", "either"),
                node("shard", "ShardedFilename", "join"),
                node("save", "SaveV2", "shard:0", "names", "slices"),
                node("merge", "MergeV2Checkpoints", "shard", "saver_filename"));

        assertThat(report(savedModel(graph)).lines().map(line -> line.replaceAll("@0x[0-9a-f]+", "")))
                .containsExactly(
                        "it calls tensorflow.raw_ops.SaveV2(graph.input)",
                        "it calls tensorflow.raw_ops.MergeV2Checkpoints(graph.input, graph.input)");
    }

    @Test
    void a_file_the_graph_names_itself_is_named() {
        var graph = graph(
                constant("name", "/tmp/assay-marker"),
                constant("text", "marker"),
                node("write", "WriteFile", "name", "text"));

        assertThat(report(graph.done())).contains("calls tensorflow.raw_ops.WriteFile('/tmp/assay-marker')");
    }

    @Test
    void a_save_elsewhere_does_not_hide_behind_the_prefix() {
        var graph = graph(
                node("saver_filename", "Placeholder"),
                constant("part", "/../../../root/.ssh/x"),
                node("join", "StringJoin", "saver_filename", "part"),
                node("save", "SaveV2", "join"));

        assertThat(report(graph.done())).contains("calls tensorflow.raw_ops.SaveV2('/../../../root/.ssh/x')");
    }

    @Test
    void a_save_elsewhere_does_not_hide_in_a_constant_that_was_not_kept() {
        var packed = new ProtoForge().number(1, 7).bytes(4, "\5../..".getBytes(StandardCharsets.US_ASCII));
        for (var tensor : List.of(packed, new ProtoForge().number(1, 7).text(8, "../".repeat(500)))) {
            var part = node("part", "Const")
                    .message(5, new ProtoForge().text(1, "value").message(2, new ProtoForge().message(8, tensor)));
            var graph = graph(
                    node("saver_filename", "Placeholder"),
                    part,
                    node("join", "StringJoin", "saver_filename", "part"),
                    node("save", "SaveV2", "join"));

            assertThat(report(graph.done())).contains("calls tensorflow.raw_ops.SaveV2(?)");
        }
        var print = node("p", "PrintV2")
                .message(
                        5,
                        new ProtoForge()
                                .text(1, "output_stream")
                                .message(2, new ProtoForge().text(2, "file:///tmp/" + "a".repeat(2000))));

        assertThat(report(graph(print).done())).contains("calls tensorflow.raw_ops.PrintV2(?)");
    }

    @Test
    void what_a_function_of_the_library_does_is_seen() {
        var body = new ProtoForge()
                .message(1, new ProtoForge().text(1, "__inference_f").message(2, new ProtoForge().text(1, "path")))
                .message(3, node("read", "ReadFile", "path"));
        var graph = new ProtoForge().message(1, node("x", "Placeholder")).message(2, new ProtoForge().message(1, body));

        assertThat(report(savedModel(graph))).contains("calls tensorflow.raw_ops.ReadFile(graph.input)");
    }

    @Test
    void a_graph_hidden_in_a_text_is_read() {
        var inner = graph(constant("name", "/tmp/assay-marker"), node("write", "WriteFile", "name", "name"));
        var hidden = new ProtoForge()
                .text(1, "c")
                .text(2, "Const")
                .message(
                        5,
                        new ProtoForge()
                                .text(1, "value")
                                .message(2, new ProtoForge().message(8, new ProtoForge().bytes(8, inner.done()))));

        assertThat(report(graph(hidden, node("run", "DatasetFromGraph", "c")).done()))
                .contains("calls tensorflow.raw_ops.WriteFile('/tmp/assay-marker')")
                .contains("calls tensorflow.raw_ops.DatasetFromGraph()");
    }

    @Test
    void an_operator_nobody_knows_is_named() {
        assertThat(report(graph(node("x", "AcmeReverse")).done()))
                .contains("names the operator AcmeReverse, which somebody else has to bring");
    }

    @Test
    void what_keras_says_of_its_layers_is_read() {
        var layer = new ProtoForge()
                .number(2, 1)
                .text(3, "root.layer")
                .text(4, "_tf_keras_layer")
                .text(5, "{\"class_name\": \"Lambda\", \"config\": {}}");

        assertThat(report(new ProtoForge().message(1, layer).done())).contains("runs a Keras Lambda layer");
    }

    @Test
    void fields_nobody_knows_are_not_covered() {
        assertThat(inspection(graph(node("x", "Placeholder"))
                                .text(99, "something")
                                .done())
                        .complete())
                .isFalse();
    }

    @Test
    void a_saved_model_does_not_pass_as_a_vocabulary() {
        var pieces = new ProtoForge();
        for (var piece : List.of("<unk>", "<s>", "</s>")) {
            pieces.message(1, new ProtoForge().text(1, piece).raw("\u0015\0\0\0\0"));
        }
        var graph = graph(constant("name", "/tmp/assay-marker"), node("write", "WriteFile", "name", "name"));

        assertThat(report(pieces.message(2, metaGraph(graph)).done()))
                .contains("poses as")
                .contains("calls tensorflow.raw_ops.WriteFile('/tmp/assay-marker')");
    }

    @Test
    void the_index_of_a_checkpoint_is_data() {
        var empty = "\0\0\0\0\1\0\0\0";
        var file = new Bytes().raw("\0\0\6").raw("\10\1\32\2\10\1").raw(empty).raw("\0abcd");
        var meta = file.size();
        file.raw(empty).raw("\0abcd");
        var index = file.size();
        file.raw("\0\1\2a\0\21").raw(empty).raw("\0abcd");
        var footer = file.size();
        file.u8(meta).u8(8).u8(index).u8(14);
        file.zeros(40 - (file.size() - footer)).raw("W\u00fb\u0080\u008b$uG\u00db");

        var inspection = inspection(file.done());
        assertThat(inspection.format()).isEqualTo("tensorflow-checkpoint");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void no_two_entries_of_a_checkpoint_lead_to_the_same_block() {
        var empty = "\0\0\0\0\1\0\0\0";
        var file = new Bytes().raw("\0\0\6").raw("\10\1\32\2\10\1").raw(empty).raw("\0abcd");
        var meta = file.size();
        file.raw(empty).raw("\0abcd");
        var index = file.size();
        file.raw("\0\1\2a\0\21").raw("\0\1\2b\0\21").raw(empty).raw("\0abcd");
        var footer = file.size();
        file.u8(meta).u8(8).u8(index).u8(20);
        file.zeros(40 - (file.size() - footer)).raw("W\u00fb\u0080\u008b$uG\u00db");

        assertThat(report(file.done())).contains("breaks the rule that blocks follow one another");
    }

    @Test
    void a_lite_model_of_built_in_operators_is_clean() {
        var inspection = inspection(lite("", new byte[64]));

        assertThat(inspection.format()).isEqualTo("tflite");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void custom_operators_of_a_lite_model_are_named() {
        assertThat(report(lite("AcmeReverse", new byte[8])))
                .contains("names the operator AcmeReverse, which somebody else has to bring");
        assertThat(report(lite("FlexWriteFile", new byte[8]))).contains("calls tensorflow.raw_ops.WriteFile(?)");
        assertThat(report(lite("TFLite_Detection_PostProcess", new byte[8]))).isEmpty();
    }

    @Test
    void bytes_that_nothing_in_a_lite_model_points_to_are_not_covered() {
        var whole = lite("", new byte[8]);

        assertThat(inspection(new Bytes().raw(whole).raw("something else").done())
                        .complete())
                .isFalse();
        assertThat(report(Arrays.copyOf(whole, whole.length - 12))).contains("breaks the rule");
    }

    private static byte[] lite(String custom, byte[] numbers) {
        Object[] operator = {(byte) (custom.isEmpty() ? 0 : 32), custom, 1, custom.isEmpty() ? 0 : 32};
        Object[] tensor = {new byte[0], (byte) 0, 1, "t"};
        Object[] graph = {List.of((Object) tensor), null, null, List.of((Object) new Object[] {0}), "main"};
        return FlatForge.buffer(
                "TFL3",
                3,
                List.of((Object) operator),
                List.of((Object) graph),
                "description",
                List.of(new Object[] {null}, new Object[] {numbers}));
    }

    private static byte[] savedModel(ProtoForge graph) {
        return new ProtoForge().number(1, 1).message(2, metaGraph(graph)).done();
    }

    private static ProtoForge metaGraph(ProtoForge graph) {
        return new ProtoForge()
                .message(1, new ProtoForge().text(4, "serve").text(5, "2.20.0"))
                .message(2, graph);
    }

    private static ProtoForge graph(ProtoForge... nodes) {
        var graph = new ProtoForge();
        for (var node : nodes) {
            graph.message(1, node);
        }
        return graph.message(4, new ProtoForge().number(1, 1882));
    }

    private static ProtoForge node(String name, String operator, String... inputs) {
        var node = new ProtoForge().text(1, name).text(2, operator);
        for (var input : inputs) {
            node.text(3, input);
        }
        return node;
    }

    private static ProtoForge constant(String name, String text) {
        return node(name, "Const")
                .message(
                        5,
                        new ProtoForge()
                                .text(1, "value")
                                .message(
                                        2,
                                        new ProtoForge()
                                                .message(
                                                        8,
                                                        new ProtoForge()
                                                                .number(1, 7)
                                                                .text(8, text))));
    }
}
