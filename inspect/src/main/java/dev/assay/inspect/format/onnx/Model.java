package dev.assay.inspect.format.onnx;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Messages;
import dev.assay.inspect.wire.Messages.Message;
import dev.assay.inspect.wire.Proto;
import dev.assay.inspect.wire.Schema;
import dev.assay.inspect.wire.Words;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What a model names and does, learned as its messages pass.
final class Model implements Messages.Listener {

    /// What the ONNX standard and ONNX Runtime themselves bring; everything else somebody has to register.
    ///
    /// Sources: onnx/defs/schema.h (AI_ONNX_*_DOMAIN); onnxruntime/core/graph/constants.h.
    private static final Set<String> KNOWN = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "ai.onnx.preview",
            "ai.onnx.preview.training",
            "ai.onnx.training",
            "com.microsoft",
            "com.microsoft.experimental",
            "com.microsoft.nchwc",
            "com.microsoft.dml",
            "com.ms.internal.nhwc");

    /// Operators that leave the graph: for Python, for another runtime, for code compiled for one
    /// accelerator.
    private static final Map<String, String> LEAVING = Map.of(
            "PyOp", "a Python operator",
            "PyCustomOp", "a Python operator",
            "PyFunc", "a Python operator",
            "PythonOp", "a Python operator",
            "PythonOpGrad", "a Python operator",
            "ATen", "an operator that PyTorch runs",
            "EPContext", "a graph compiled for one accelerator",
            "Snpe", "a graph compiled for one accelerator");

    private static final int MOST_OPERATORS = 10_000;

    /// Bits of an element, by its type's number; 0 for text and for types that have no size.
    private static final int[] BITS = {
        0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2
    };

    private final Specimen specimen;
    private final Examination examination;
    private final Map<String, Finding> outside = new LinkedHashMap<>();
    private boolean overflowed;
    private final Set<String> functions = new HashSet<>();
    private long rawFrom;
    private long rawTo = -1;

    Model(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    @Override
    public void begins(Message message) {
        if (message.type().equals("TensorProto")) {
            rawTo = -1;
        }
    }

    @Override
    public void value(Message in, Schema.Field field, Proto.Field value) {
        if (value.type() != Proto.BYTES) {
            return;
        }
        var end = value.end();
        var start = end - value.value();
        if (field.name().equals("raw_data")) {
            rawFrom = start;
            rawTo = end;
        } else if (Beginnings.ofAFile(specimen, start, end)) {
            examination.plain(specimen.part(field.name() + "@" + start, start, end));
        }
    }

    @Override
    public void ends(Message message) throws Malformed {
        switch (message.type()) {
            case "NodeProto" -> node(message);
            case "FunctionProto" -> functions.add(message.text("domain") + "::" + message.text("name"));
            case "TensorProto" -> tensor(message);
            case "StringStringEntryProto" -> {
                if (message.field().equals("external_data") && message.parent() != null) {
                    message.parent().remember("external_data", message.text("key"));
                    message.parent().remember("external_data", message.text("value"));
                }
            }
            default -> {}
        }
    }

    private void node(Message node) {
        var type = node.text("op_type");
        var operator = node.text("domain") + "::" + type;
        var leaving = LEAVING.get(type);
        if (outside.size() == MOST_OPERATORS && !outside.containsKey(operator)) {
            if (!overflowed) {
                overflowed = true;
                examination.note(new Finding.Eludes(
                        specimen.place().at(node.at()),
                        "it uses more than " + MOST_OPERATORS + " operators of others"));
            }
        } else if (leaving != null || !KNOWN.contains(node.text("domain"))) {
            var what = leaving != null
                    ? leaving + ": " + Words.shown(operator)
                    : "the operator " + Words.shown(operator) + ", which somebody else has to bring";
            outside.putIfAbsent(operator, new Finding.Names(specimen.place().at(node.at()), what));
        }
    }

    private void tensor(Message tensor) throws Malformed {
        var name = tensor.text("name");
        ExternalData.check(tensor, specimen, examination);
        if (rawTo < 0) {
            return;
        }
        if (Beginnings.ofAFile(specimen, rawFrom, rawTo)) {
            examination.plain(specimen.part(name.isEmpty() ? "tensor@" + rawFrom : name, rawFrom, rawTo));
        }
        var type = tensor.number("data_type");
        var bits = type > 0 && type < BITS.length ? BITS[(int) type] : 0;
        if (bits > 0) {
            var elements = 1L;
            for (var dimension : tensor.numbers("dims")) {
                if (dimension < 0 || dimension > 0 && elements > (1L << 50) / dimension) {
                    throw new Malformed(tensor.at(), "a tensor's elements can be counted");
                }
                elements *= dimension;
            }
            if ((elements * bits + 7) / 8 != rawTo - rawFrom) {
                throw new Malformed(tensor.at(), "a tensor's bytes are as many as its shape says");
            }
        }
    }

    /// What can only be said when all functions are known: an operator the model defines itself needs
    /// nobody else.
    void concludes() {
        outside.forEach((operator, finding) -> {
            if (!functions.contains(operator)) {
                examination.note(finding);
            }
        });
    }
}
