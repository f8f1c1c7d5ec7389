package dev.assay.inspect.format.tensorflow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the graphs of a file do, learned as their messages pass.
///
/// An operator is judged when the graph or function it stands in ends, because its inputs may stand behind
/// it; one that nobody knows, when the file ends, because it may be the name of a function.
final class Graphs implements Messages.Listener {

    private static final int LONGEST_TEXT = 1024;
    private static final int MOST_TEXTS = 8;
    private static final int MOST_UNKNOWN = 10_000;
    private static final String TEXT = "text";

    /// Remembered where a value was not: then a constant is not known.
    static final String SKIPPED = "skipped";

    private final Specimen specimen;
    private final Examination examination;
    private final List<Flow> open = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final Map<String, Long> unknown = new LinkedHashMap<>();
    private boolean overflowed;
    private final Set<String> said = new HashSet<>();

    Graphs(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    @Override
    public void begins(Message message) {
        if (message.type().equals("GraphDef") || message.type().equals("FunctionDef")) {
            open.add(new Flow());
        }
    }

    @Override
    public void value(Message in, Schema.Field field, Proto.Field value) throws Malformed {
        if (value.type() != Proto.BYTES) {
            return;
        }
        var start = value.end() - value.value();
        switch (field.name()) {
            case "s", "string_val" -> text(in, field, value);
            case "tensor_content" -> { // of numbers mostly, but texts may be packed in it as well
                if (in.parent() != null && in.parent().parent() != null) {
                    in.parent().parent().remember(SKIPPED, "");
                }
                numbers(field, start, value.end());
            }
            case "metadata" -> {
                if (value.value() > 0) {
                    examination.enter(specimen.part("metadata@" + start, start, value.end()));
                }
            }
            default -> numbers(field, start, value.end());
        }
    }

    private void numbers(Schema.Field field, long from, long to) {
        if (Beginnings.ofAFile(specimen, from, to)) {
            examination.plain(specimen.part(field.name() + "@" + from, from, to));
        }
    }

    /// A text may hold a graph of its own, which some operators run.
    private void text(Message in, Schema.Field field, Proto.Field value) throws Malformed {
        var start = value.end() - value.value();
        if (value.value() >= 8
                && (TensorFlow.isGraph(value.bytes()) || Beginnings.ofAFile(specimen, start, value.end()))) {
            examination.plain(specimen.part(field.name() + "@" + start, start, value.end()));
        }
        for (var outer = in; outer != null; outer = outer.parent()) {
            if (outer.field().equals("attr")) {
                if (value.value() <= LONGEST_TEXT && outer.texts(TEXT).size() < MOST_TEXTS) {
                    outer.remember(TEXT, new String(value.bytes().toArray(JAVA_BYTE), UTF_8));
                } else if (outer.texts(SKIPPED).isEmpty()) {
                    outer.remember(SKIPPED, "");
                }
                return;
            }
        }
    }

    @Override
    public void ends(Message message) throws Malformed {
        switch (message.type()) {
            case "NodeDef" -> node(message);
            case "FunctionDef" -> {
                judge(open.removeLast());
            }
            case "GraphDef" -> judge(open.removeLast());
            case "OpDef" -> {
                if (message.field().equals("signature")) {
                    functions.add(message.text("name"));
                }
            }
            case "OpDef.ArgDef" -> {
                if (message.field().equals("input_arg") && !open.isEmpty()) {
                    open.getLast().argument(message.text("name"));
                }
            }
            default -> {
                if (message.field().equals("attr") && message.parent() != null) {
                    for (var text : message.texts(TEXT)) {
                        message.parent().remember("@" + message.text("key"), text);
                    }
                    if (!message.texts(SKIPPED).isEmpty()) {
                        message.parent().remember(SKIPPED, "");
                    }
                }
            }
        }
    }

    private void node(Message node) {
        var operator = node.text("op");
        if (open.isEmpty()) {
            return;
        }
        var flow = open.getLast();
        if (Operators.acts(operator)) {
            flow.act(node);
        } else if (!Operators.isPlain(operator) && !unknown.containsKey(operator)) {
            if (unknown.size() < MOST_UNKNOWN) {
                unknown.put(operator, node.at());
            } else if (!overflowed) {
                overflowed = true;
                say(new Finding.Eludes(
                        specimen.place().at(node.at()), "it uses more than " + MOST_UNKNOWN + " operators of its own"));
            }
        }
        flow.node(node);
    }

    private void judge(Flow flow) {
        for (var act : flow.acts()) {
            var arguments = new ArrayList<String>();
            for (var subject : Operators.subjects(act.operator())) {
                arguments.add(flow.value(act, subject));
            }
            say(new Finding.Calls(specimen.place().at(act.at()), Operators.PREFIX + act.operator(), arguments));
        }
    }

    /// What can only be said when all functions are known.
    void conclude() {
        unknown.forEach((operator, at) -> {
            if (!functions.contains(operator)) {
                say(new Finding.Names(
                        specimen.place().at(at),
                        "the operator " + Words.shown(operator) + ", which somebody else has to bring"));
            }
        });
    }

    private void say(Finding finding) {
        if (said.add(finding.predicate())) {
            examination.note(finding);
        }
    }
}
