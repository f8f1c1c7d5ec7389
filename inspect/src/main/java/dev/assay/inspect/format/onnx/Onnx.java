package dev.assay.inspect.format.onnx;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Messages;
import dev.assay.inspect.wire.Schema;
import java.lang.foreign.MemorySegment;

/// A `ModelProto`: versions, a graph with its subgraphs, functions, training graphs, properties.
///
/// @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">The schema</a>
public final class Onnx implements Format {

    static final Schema SCHEMA = Schema.beside(Onnx.class, "onnx.schema");

    private static final int GRAPH = 7;
    private static final int FUNCTIONS = 25;
    private static final int TRAINING = 20;
    private static final int NODE = 1;
    private static final int OP_TYPE = 4;
    private static final int FUNCTION_NODE = 7;

    @Override
    public String name() {
        return "onnx";
    }

    /// A protocol buffer has no magic: a graph, a function or a training graph in the right place, with a
    /// node that names its operator, or with outputs alone.
    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= 8
                && (Messages.any(specimen.bytes(), GRAPH, Onnx::isGraph)
                        || Messages.any(specimen.bytes(), FUNCTIONS, it -> hasNode(it, FUNCTION_NODE))
                        || Messages.any(
                                specimen.bytes(),
                                TRAINING,
                                it -> Messages.any(it, 1, Onnx::isGraph) || Messages.any(it, 2, Onnx::isGraph)));
    }

    private static boolean isGraph(MemorySegment graph) {
        return hasNode(graph, NODE) || Messages.any(graph, 2, Messages::isName) && isValue(graph, 12);
    }

    private static boolean hasNode(MemorySegment graph, int field) {
        return Messages.any(graph, field, node -> Messages.any(node, OP_TYPE, Messages::isName));
    }

    /// Whether a field of the graph describes a value: a name, and a type that is a message.
    private static boolean isValue(MemorySegment graph, int field) {
        return Messages.any(
                graph,
                field,
                value -> Messages.any(value, 1, Messages::isName)
                        && Messages.any(value, 2, type -> Messages.any(type, 1, any -> true)));
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var model = new Model(specimen, examination);
        Messages.read(specimen, examination, SCHEMA, "ModelProto", model);
        model.concludes();
    }
}
