package dev.assay.inspect.format.rdata;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;

/// One value (`saveRDS`) or a list of named ones (`save`), unpacked.
///
/// @see <a href="https://cran.r-project.org/doc/manuals/r-release/R-ints.html#Serialization-Formats">R
///     Internals</a>
public final class RData implements Format {

    @Override
    public String name() {
        return "rdata";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return start(specimen) >= 0;
    }

    /// Where the letter of the encoding stands, or -1.
    private static int start(Specimen it) {
        if (it.startsWith("RDX2\nX\n") || it.startsWith("RDX3\nX\n")) {
            return 5;
        }
        if (it.startsWith("RDB2\nB\n") || it.startsWith("RDB3\nB\n")) {
            return 5;
        }
        if (it.startsWith("X\n\0\0\0\2") || it.startsWith("X\n\0\0\0\3")) {
            return 0;
        }
        if (it.startsWith("B\n\2\0\0\0") || it.startsWith("B\n\3\0\0\0")) {
            return 0;
        }
        return Beginnings.ofSavedR(it);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var start = start(specimen);
        var in = specimen.cursor().at(start + 2);
        var values = switch (specimen.byteAt(start)) {
            case 'X' -> new Encoding.Xdr(in);
            case 'B' -> new Encoding.Native(in);
            default -> new Encoding.Ascii(in);
        };
        var version = values.integer();
        in.require(version == 2 || version == 3, "the version of the encoding is 2 or 3");
        values.integer(); // of the R that wrote it
        values.integer(); // of the oldest R that reads it
        if (version == 3) {
            var length = values.integer();
            in.require(length >= 0 && length <= 64, "the name of an encoding is short");
            values.text(length);
        }
        new Items(specimen, examination, values, in).read();
        values.rest();
        examination.covers(specimen, 0, in.offset());
    }
}
