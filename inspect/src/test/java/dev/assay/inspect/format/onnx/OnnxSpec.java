package dev.assay.inspect.format.onnx;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.ModelForge;
import dev.assay.forge.ProtoForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OnnxSpec {

    @Test
    void an_honest_model_is_clean_and_read_whole() {
        var inspection = inspection(model(node("Relu", ""), tensor()).done());

        assertThat(inspection.format()).isEqualTo("onnx");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void an_operator_of_somebody_else_is_named() {
        assertThat(report(model(node("Reverse", "com.acme"), tensor()).done()))
                .isEqualTo("it@0xf names the operator com.acme::Reverse, which somebody else has to bring\n");
    }

    @Test
    void an_operator_the_model_defines_itself_needs_nobody() {
        var function = new ProtoForge().text(1, "Reverse").text(10, "com.acme").message(7, node("Relu", ""));

        assertThat(report(model(node("Reverse", "com.acme"), tensor())
                        .message(25, function)
                        .done()))
                .isEmpty();
    }

    @Test
    void operators_in_subgraphs_functions_and_training_graphs_are_seen() {
        var inner = new ProtoForge().message(1, node("Hidden", "com.acme")).text(2, "g");
        var branch = new ProtoForge().text(1, "then_branch").message(6, inner).number(20, 5);
        var outer = node("If", "").message(5, branch);

        assertThat(report(model(outer, tensor()).done())).contains("com.acme::Hidden");
        assertThat(report(model(node("Relu", ""), tensor())
                        .message(25, new ProtoForge().text(1, "f").message(7, node("Hidden", "com.acme")))
                        .done()))
                .contains("com.acme::Hidden");
        assertThat(report(model(node("Relu", ""), tensor())
                        .message(20, new ProtoForge().message(2, inner))
                        .done()))
                .contains("com.acme::Hidden");
    }

    @Test
    void operators_that_leave_the_graph_are_named_for_what_they_are() {
        assertThat(report(model(node("PyOp", "ai.onnx.contrib"), tensor()).done()))
                .contains("names a Python operator: ai.onnx.contrib::PyOp");
        assertThat(report(model(node("EPContext", "com.microsoft"), tensor()).done()))
                .contains("names a graph compiled for one accelerator");
    }

    @Test
    void tensors_outside_the_models_folder_are_named__CVE_2022_25882() {
        for (var location : List.of(
                "../../etc/passwd",
                "/etc/passwd",
                "a/../../b",
                "..\\secret",
                "C:\\secret",
                "\\\\server\\share",
                "sub/.. /x",
                "file:///etc/passwd",
                "")) {
            assertThat(report(model(node("Relu", ""), external("location", location))
                            .done()))
                    .as(location)
                    .contains("names data outside its folder");
        }
    }

    @Test
    void tensors_at_an_address_are_named() {
        assertThat(report(model(node("Relu", ""), external("location", "*/_ORT_MEM_ADDR_/*"))
                        .done()))
                .contains("names data at an address in memory");
    }

    @Test
    void tensors_in_a_file_beside_the_model_are_usual() {
        assertThat(report(model(
                                node("Relu", ""),
                                external("location", "weights/model.onnx.data", "offset", "4096", "length", "64"))
                        .done()))
                .isEmpty();
    }

    @Test
    void keys_nobody_has_are_not_passed_over__CVE_2026_34447() {
        assertThat(report(model(node("Relu", ""), external("location", "a.data", "__class__", "x"))
                        .done()))
                .contains("departs from every writer: a tensor in another file has the key __class__");
        assertThat(report(model(node("Relu", ""), external("location", "a.data", "offset", "-4096"))
                        .done()))
                .contains("has the offset -4096");
        assertThat(report(model(node("Relu", ""), external("location", "a.data", "location", "b.data"))
                        .done()))
                .contains("differs between readers");
    }

    @Test
    void a_tensor_has_as_many_bytes_as_its_shape_says() {
        var tensor = new ProtoForge().number(1, 5).number(2, 1).text(8, "w").bytes(9, new byte[16]);

        assertThat(report(model(node("Relu", ""), tensor).done()))
                .contains("breaks the rule that a tensor's bytes are as many as its shape says");
    }

    @Test
    void a_program_parked_in_a_tensor_is_found() {
        var elf = ModelForge.elf();
        var tensor =
                new ProtoForge().number(1, elf.length).number(2, 3).text(8, "w").bytes(9, elf);

        assertThat(report(model(node("Relu", ""), tensor).done()))
                .contains("it!/w carries an ELF executable for x86-64");
    }

    @Test
    void fields_nobody_knows_are_not_covered() {
        var inspection = inspection(
                model(node("Relu", ""), tensor()).text(4711, "something").done());

        assertThat(inspection.complete()).isFalse();
        assertThat(inspection.report("it")).contains("bytes were not read");
    }

    @Test
    void messages_nest_no_deeper_than_readers_go() {
        var graph = new ProtoForge().message(1, node("Relu", "")).text(2, "g");
        for (var i = 0; i < 60; i++) {
            graph = new ProtoForge()
                    .message(
                            1,
                            node("If", "")
                                    .message(5, new ProtoForge().text(1, "b").message(6, graph)))
                    .text(2, "g");
        }

        assertThat(report(new ProtoForge().number(1, 8).message(7, graph).done()))
                .contains("breaks the rule that messages nest at most 100 deep");
    }

    private static ProtoForge model(ProtoForge node, ProtoForge tensor) {
        var graph = new ProtoForge().message(1, node).text(2, "graph").message(5, tensor);
        return new ProtoForge()
                .number(1, 8)
                .text(2, "pytorch")
                .message(7, graph)
                .message(8, new ProtoForge().number(2, 17));
    }

    private static ProtoForge node(String type, String domain) {
        var node = new ProtoForge().text(1, "x").text(2, "y").text(4, type);
        return domain.isEmpty() ? node : node.text(7, domain);
    }

    private static ProtoForge tensor() {
        return new ProtoForge().number(1, 4).number(2, 1).text(8, "w").bytes(9, new byte[16]);
    }

    private static ProtoForge external(String... entries) {
        var tensor = new ProtoForge().number(1, 4).number(2, 1).text(8, "w");
        for (var i = 0; i < entries.length; i += 2) {
            tensor.message(13, new ProtoForge().text(1, entries[i]).text(2, entries[i + 1]));
        }
        return tensor.number(14, 1);
    }
}
