package dev.assay.inspect.format.rar;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// A mark that says which version follows, and blocks: of the archive, of members, of what serves them, of the end.
public final class Rar implements Format {

    private static final String FIFTH = "Rar!\u001a\7\1\0";
    private static final String FOURTH = "Rar!\u001a\7\0";

    @Override
    public String name() {
        return "rar";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(FIFTH) || specimen.startsWith(FOURTH);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var members = new Members(specimen, examination);
        var end = specimen.startsWith(FIFTH)
                ? new Fifth(specimen, examination, members).read(FIFTH.length())
                : new Fourth(specimen, examination, members).read(FOURTH.length());
        examination.behind(specimen, end, "the archive");
    }
}
