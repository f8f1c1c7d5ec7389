package dev.assay.inspect.format.npy;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// NumPy's array file: a magic, a version, a one-line Python dict, then the array.
///
/// An array of plain numbers is harmless. An array of *objects* is a pickle, which
/// `numpy.load(allow_pickle=True)` runs; so that is what we hand on.
///
/// @see <a href="https://numpy.org/neps/nep-0001-npy-format.html">NEP 1</a>
public final class Npy implements Format {

    private static final int LONGEST_HEADER = 64 * 1024;

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("\u0093NUMPY");
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        in.take(6);
        var major = in.u8();
        in.take(1);
        in.require(major >= 1 && major <= 3, "the version is 1, 2 or 3");
        var length = major == 1 ? in.u16() : in.u32();

        var header = in.text(length, LONGEST_HEADER);
        if (header.matches("(?s).*'descr'\\s*:\\s*'\\|O.*")) {
            examination.covers(specimen, 0, specimen.size());
            examination.enter(specimen.member("objects", in.rest()));
            return;
        }
        examination.covers(specimen, 0, specimen.size());
    }
}
