package dev.assay.inspect.format.npy;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.regex.Pattern;

/// NumPy's array file: a magic, a version, a one-line Python dict, then the array.
///
/// An array of plain numbers is harmless. An array of *objects* is a pickle, which
/// `numpy.load(allow_pickle=True)` runs; so that is what we hand on.
///
/// @see <a href="https://numpy.org/neps/nep-0001-npy-format.html">NEP 1</a>
public final class Npy implements Format {

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final Pattern OBJECTS = Pattern.compile("['\"][|<>=]?O\\d*['\"]");
    private static final Pattern SIMPLE =
            Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"][|<>=]?(?:([biufcSUVmM])(\\d{1,9})(?:\\[\\w+\\])?|\\?)['\"]");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\d\\s,L]*)\\)");

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
        in.skip(6);
        var major = in.u8();
        in.skip(1);
        in.require(major >= 1 && major <= 3, "the version is 1, 2 or 3");
        var length = major == 1 ? in.u16() : in.u32();

        var header = in.text(length, LONGEST_HEADER);
        in.require(header.startsWith("{") && header.contains("descr"), "the header is a dict with a descr");
        examination.covers(specimen, 0, in.offset());
        if (header.indexOf('\\') >= 0 || OBJECTS.matcher(header).find()) { // an escape could spell the O
            examination.covers(specimen, 0, specimen.size());
            var objects = specimen.member("objects", in.rest());
            examination.expects(objects.place(), "pickle");
            examination.enter(objects);
            return;
        }
        var size = size(header);
        if (size >= 0) {
            in.require(size <= in.left(), "the array ends inside the file");
            array(specimen, examination, in.offset(), in.offset() + size);
        } else { // fields of several types; they fill the file
            array(specimen, examination, in.offset(), specimen.size());
        }
    }

    private static void array(Specimen specimen, Examination examination, long from, long to) {
        examination.covers(specimen, from, to);
        examination.plain(specimen.part("array", from, to));
        if (to < specimen.size()) { // several arrays saved into one file, or something else
            examination.covers(specimen, to, specimen.size());
            examination.enter(specimen.part("next", to, specimen.size()));
        }
    }

    /// The bytes of an array of one simple type, or -1.
    private static long size(String header) {
        var type = SIMPLE.matcher(header);
        var shape = SHAPE.matcher(header);
        if (!type.find() || !shape.find()) {
            return -1;
        }
        try {
            var size = type.group(2) == null ? 1 : Long.parseLong(type.group(2)) * ("U".equals(type.group(1)) ? 4 : 1);
            for (var dimension : shape.group(1).replace("L", "").split(",", -1)) {
                size = dimension.isBlank() ? size : Math.multiplyExact(size, Long.parseLong(dimension.strip()));
            }
            return size;
        } catch (ArithmeticException | NumberFormatException beyondAnyFile) {
            return Long.MAX_VALUE;
        }
    }
}
