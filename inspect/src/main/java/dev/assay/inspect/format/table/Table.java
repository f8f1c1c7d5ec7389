package dev.assay.inspect.format.table;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// A columnar table between two magics, its schema in a footer whose length stands before the second. The columns are
/// data: their readers build values, never code.
///
/// @see <a href="https://parquet.apache.org/docs/file-format/">Parquet</a>
/// @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format">Arrow IPC files</a>
public final class Table implements Format {

    public static final Format PARQUET = new Table("parquet", "PAR1", "PAR1");
    public static final Format ARROW = new Table("arrow", "ARROW1\0\0", "ARROW1");

    private final String name;
    private final String first;
    private final String last;

    private Table(String name, String first, String last) {
        this.name = name;
        this.first = first;
        this.last = last;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(first);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var foot = specimen.size() - last.length() - 4;
        var in = specimen.cursor();
        in.require(specimen.endsWith(last) && foot >= first.length(), "a table ends with the magic it begins with");
        var length = in.at(foot).u32();
        in.require(length > 0 && length <= foot - first.length(), "a table's footer is inside it");
        examination.covers(specimen, 0, specimen.size());
    }
}
