package dev.assay.inspect.format.table;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.stream.IntStream;

/// A columnar table between two magics, its schema in a footer whose length stands before the second. The columns are
/// data: their readers build values, never code; but a
/// schema may give a column a type that Python unpickles.
///
/// @see <a href="https://parquet.apache.org/docs/file-format/">Parquet</a>
/// @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format">Arrow IPC files</a>
public final class Table implements Format {

    public static final Format PARQUET = new Table("parquet", "PAR1", "PAR1");
    public static final Format ARROW = new Table("arrow", "ARROW1\0\0", "ARROW1");

    static final String COLUMN = "a column type that Python unpickles";

    private static final String UNPICKLED = "py_extension_type";
    private static final int MOST = 16 << 20;

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
        var footer = specimen.bytes().asSlice(foot - length, Math.min(length, MOST));
        if (name.equals("arrow") && ArrowStream.unpickles(specimen.cursor().at(first.length()), specimen)) {
            examination.note(new Finding.Runs(specimen.place().at(first.length()), COLUMN));
        }
        if (length > MOST) {
            examination.note(new Finding.Eludes(specimen.place().at(foot - length), "a footer longer than we read"));
        } else if (unpickles(footer)) {
            examination.note(new Finding.Runs(specimen.place().at(foot - length), COLUMN));
        }
        examination.covers(specimen, 0, specimen.size());
    }

    /// Whether a schema gives a column the type that Python makes of a pickle.
    static boolean unpickles(MemorySegment schema) {
        var letters = new String(schema.toArray(JAVA_BYTE), ISO_8859_1);
        return letters.contains(UNPICKLED) || IntStream.range(0, 3).anyMatch(it -> letters.contains(base64(it)));
    }

    /// The words as they stand in a schema in Base64, so many bytes behind a multiple of three: what does not depend
    /// on the bytes around them.
    private static String base64(int behind) {
        var encoded = Base64.getEncoder()
                .withoutPadding()
                .encodeToString((" ".repeat(behind) + UNPICKLED).getBytes(ISO_8859_1));
        var whole = (behind + UNPICKLED.length()) / 3 * 4;
        return encoded.substring(behind == 0 ? 0 : 4, whole);
    }
}
