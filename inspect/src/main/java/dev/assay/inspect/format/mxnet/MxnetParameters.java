package dev.assay.inspect.format.mxnet;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;

/// `.params`: a list of dense arrays, and a list of their names. All of it is data.
///
/// @see <a href="https://github.com/apache/mxnet/blob/master/src/ndarray/ndarray.cc">NDArray::Save</a>
public final class MxnetParameters implements Format {

    private static final String MAGIC = "\u0012\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    private static final long ARRAY_V2 = 0xf993fac9L;
    private static final long ARRAY_V3 = 0xf993facaL;
    private static final int LONGEST_NAME = 4096;

    /// Bytes of an element by the number of its type: float, double, half, unsigned byte, int, byte, long,
    /// bool.
    private static final int[] WIDTHS = {4, 8, 2, 1, 4, 1, 8, 1};

    @Override
    public String name() {
        return "mxnet";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC) && specimen.size() >= 32;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor().at(MAGIC.length());
        for (var arrays = in.count(in.u64(), 8); arrays > 0; arrays--) {
            var size = array(in);
            var end = in.offset();
            if (Beginnings.ofAFile(specimen, end - size, end)) {
                examination.plain(specimen.part("array@" + (end - size), end - size, end));
            }
        }
        for (var names = in.count(in.u64(), 8); names > 0; names--) {
            in.text(in.u64(), LONGEST_NAME);
        }
        examination.covers(specimen, 0, in.offset());
    }

    /// @return how many bytes its numbers take
    private static long array(Cursor in) throws Malformed {
        var magic = in.u32();
        in.require(magic == ARRAY_V2 || magic == ARRAY_V3, "an array is of the second or third version");
        in.require(in.u32() == 0, "an array is dense");
        var rank = in.u32();
        in.require(rank <= 32, "an array has at most 32 dimensions");
        var elements = rank == 0 ? 0L : 1L;
        for (var i = 0; i < rank; i++) {
            var dimension = in.u64();
            in.require(dimension == 0 || elements <= (1L << 50) / dimension, "an array's elements can be counted");
            elements *= dimension;
        }
        if (rank == 0) {
            return 0;
        }
        in.skip(8); // the device it was on
        var type = in.u32();
        in.require(type < WIDTHS.length, "an array is of numbers");
        in.skip(elements * WIDTHS[(int) type]);
        return elements * WIDTHS[(int) type];
    }
}
