package dev.assay.inspect.format.executorch;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Flat;
import dev.assay.inspect.wire.FlatSchema;
import dev.assay.inspect.wire.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A FlatBuffer of operators and values, and behind it segments of numbers and of what backends compiled.
///
/// Operators are looked up by name in what the runtime was built with. A backend is handed bytes of its
/// own, and those may be machine code for its processor.
///
/// @see <a href="https://github.com/pytorch/executorch/blob/main/schema/program.fbs">The schema</a>
public final class ExecuTorch implements Format {

    private static final FlatSchema SCHEMA = FlatSchema.beside(ExecuTorch.class, "program.schema");

    /// Namespaces of the operators that come with the runtime: exir/passes, kernels/, backends/cadence
    /// aside.
    private static final Set<String> NAMESPACES =
            Set.of("aten", "prims", "executorch_prim", "dim_order_ops", "quantized_decomposed", "et_vk", "llama");

    /// What is handed to this backend is a graph once more, and no machine code.
    private static final String GRAPHS = "XnnpackBackend";

    private static final int EXTENDED_HEADER = 8;

    @Override
    public String name() {
        return "executorch";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.holdsAt(4, "ET1") && specimen.size() > 16;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var beside = new ArrayList<Flat.Run>();
        var base = 0L;
        if (specimen.holdsAt(EXTENDED_HEADER, "eh00")) {
            var in = specimen.cursor().at(EXTENDED_HEADER + 4);
            var length = in.u32();
            in.require(length >= 24 && length <= 256, "the extended header is as long as it says");
            in.u64();
            base = in.u64();
            beside.add(new Flat.Run(EXTENDED_HEADER, EXTENDED_HEADER + length));
        }
        var segments = base;
        var said = new HashSet<String>();
        var understood = Flat.read(specimen, SCHEMA, "Program", 0, true, beside, table -> {
            var place = specimen.place().at(table.at());
            switch (table.type()) {
                case "Operator" -> {
                    var name = table.text("name");
                    var colons = name.indexOf("::");
                    if (!NAMESPACES.contains(colons < 0 ? "" : name.substring(0, colons)) && said.add(name)) {
                        examination.note(new Finding.Names(
                                place, "the operator " + Words.shown(name) + ", which somebody else has to bring"));
                    }
                }
                case "BackendDelegate" -> {
                    var backend = table.text("id");
                    if (!backend.equals(GRAPHS) && said.add(backend)) {
                        examination.note(new Finding.Carries(place, "what was compiled for " + Words.shown(backend)));
                    }
                }
                case "Buffer" -> numbers(table.run("storage"), specimen, examination);
                case "BackendDelegateInlineData" -> numbers(table.run("data"), specimen, examination);
                case "DataSegment" -> segment(table, segments, beside, specimen, examination);
                default -> {}
            }
        });
        understood.forEach(run -> examination.covers(specimen, run.from(), run.to()));
    }

    private static void segment(
            Flat.Table table, long segments, List<Flat.Run> beside, Specimen specimen, Examination examination)
            throws Malformed {
        var offset = table.number("offset");
        var size = table.number("size");
        var room = specimen.size() - segments;
        if (segments == 0 || offset < 0 || size < 0 || offset > room || size > room - offset) {
            throw new Malformed(table.at(), "a segment ends inside the file");
        }
        var run = new Flat.Run(segments + offset, segments + offset + size);
        beside.add(run);
        numbers(run, specimen, examination);
    }

    private static void numbers(Flat.Run run, Specimen specimen, Examination examination) {
        if (Beginnings.ofAFile(specimen, run.from(), run.to())) {
            examination.plain(specimen.part("segment@" + run.from(), run.from(), run.to()));
        }
    }
}
