package dev.assay.inspect.format.paddle;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Messages;
import dev.assay.inspect.wire.Messages.Message;
import dev.assay.inspect.wire.Proto;
import dev.assay.inspect.wire.Schema;
import dev.assay.inspect.wire.Words;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A `ProgramDesc` (`.pdmodel`, `__model__`): blocks of variables and operators.
///
/// Operators compute, but some call back into Python, read and write files, or wait for connections.
///
/// @see
///     <a href="https://github.com/PaddlePaddle/Paddle/blob/develop/paddle/phi/core/framework/framework.proto">The
///     schema</a>
public final class PaddleProgram implements Format {

    private static final Schema SCHEMA = Schema.beside(PaddleProgram.class, "program.schema");

    /// Sources: the registrations under paddle/fluid/operators.
    private static final Map<String, String> ACTING = Map.ofEntries(
            Map.entry("py_func", "a Python function"),
            Map.entry("py_layer", "a Python function"),
            Map.entry("run_program", "a program"),
            Map.entry("load", "the file"),
            Map.entry("load_combine", "the file"),
            Map.entry("save", "the file"),
            Map.entry("save_combine", "the file"),
            Map.entry("print", "the output"),
            Map.entry("listen_and_serv", "connections"),
            Map.entry("heter_listen_and_serv", "connections"),
            Map.entry("send", "connections"),
            Map.entry("recv", "connections"),
            Map.entry("c_gen_nccl_id", "connections"),
            Map.entry("c_gen_bkcl_id", "connections"),
            Map.entry("tensorrt_engine", "an engine compiled for one GPU"),
            Map.entry("lite_engine", "a program"),
            Map.entry("dlnne_engine", "an engine compiled for one GPU"));

    @Override
    public String name() {
        return "paddle";
    }

    /// A block with an operator that has a type.
    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() > 8 && Messages.any(specimen.bytes(), 1, PaddleProgram::isBlock);
    }

    private static boolean isBlock(MemorySegment block) {
        return Messages.any(block, 4, operator -> Messages.any(operator, 3, Messages::isName))
                || Messages.any(
                        block,
                        3,
                        variable ->
                                Messages.any(variable, 1, Messages::isName) && Messages.any(variable, 2, any -> true));
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var said = new HashSet<String>();
        Messages.read(specimen, examination, SCHEMA, "ProgramDesc", new Messages.Listener() {
            @Override
            public void value(Message in, Schema.Field field, Proto.Field value) {
                var start = value.end() - value.value();
                if (value.type() == Proto.BYTES && Beginnings.ofAFile(specimen, start, value.end())) {
                    examination.plain(specimen.part(field.name() + "@" + start, start, value.end()));
                }
            }

            @Override
            public void ends(Message message) throws Malformed {
                if (message.type().equals("OpDescAttr")
                        && message.text("name").equals("file_path")
                        && message.parent() != null) {
                    message.parent().remember("path", message.text("s"));
                } else if (message.type().equals("OpDesc")) {
                    operator(message, specimen, examination, said);
                }
            }
        });
    }

    private static void operator(Message message, Specimen specimen, Examination examination, Set<String> said) {
        var type = message.text("type");
        var subject = ACTING.get(type);
        var what = "what the operator " + Words.shown(type) + " acts on: " + subject
                + (message.text("path").isEmpty() ? "" : " " + Words.shown(message.text("path")));
        if (subject != null && said.add(what)) {
            examination.note(new Finding.Names(specimen.place().at(message.at()), what));
        }
    }
}
