package dev.assay.inspect.format.catboost;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Flat;
import dev.assay.inspect.wire.FlatSchema;
import java.util.List;

/// Four letters, a length, a FlatBuffer of that length with the trees; behind it the statistics of
/// categorical features, each table a FlatBuffer once more. All of it is data.
public final class CatBoost implements Format {

    private static final FlatSchema SCHEMA = FlatSchema.beside(CatBoost.class, "model.schema");

    @Override
    public String name() {
        return "catboost";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("CBM1") && specimen.size() > 16;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor().at(4);
        var core = in.u32();
        buffer(specimen, examination, "TModelCore", in.offset(), core);
        examination.covers(specimen, 0, 8);
        in.skip(core);
        if (in.left() > 0) {
            var tables = in.u32();
            for (var i = in.count(tables, 8); i > 0; i--) {
                var size = in.u32();
                buffer(specimen, examination, "TCtrValueTable", in.offset(), size);
                in.skip(size);
            }
            examination.covers(specimen, 8 + core, in.offset());
        }
    }

    private static void buffer(Specimen specimen, Examination examination, String root, long at, long size)
            throws Malformed {
        if (size < 8 || size > specimen.size() - at) {
            throw new Malformed(at, "a part ends inside the file");
        }
        var part = specimen.part(root + "@" + at, at, at + size);
        for (var run : Flat.read(part, SCHEMA, root, 0, false, List.of(), table -> {})) {
            examination.covers(specimen, at + run.from(), at + run.to());
        }
    }
}
