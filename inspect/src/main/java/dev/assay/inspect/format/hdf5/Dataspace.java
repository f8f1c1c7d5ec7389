package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.ArrayList;
import java.util.List;

/// How many elements there are, and along which dimensions (specification, IV.A.2.b).
///
/// @param count of all elements
record Dataspace(long count, List<Long> dimensions) {

    Dataspace {
        dimensions = List.copyOf(dimensions);
    }

    static Dataspace read(Source source, Cursor in) throws Malformed {
        var version = in.u8();
        in.require(version == 1 || version == 2, "a data space is of version 1 or 2");
        var rank = in.u8();
        in.require(rank <= 32, "a data space has at most 32 dimensions");
        in.skip(1);
        var type = version == 2 ? in.u8() : 1;
        in.skip(version == 1 ? 5 : 0);
        var dimensions = new ArrayList<Long>();
        var count = type == 2 ? 0L : 1L;
        for (var i = 0; i < rank; i++) {
            var dimension = source.length(in);
            dimensions.add(dimension);
            count = times(count, dimension);
        }
        return new Dataspace(count, dimensions);
    }

    /// The product, or the largest number there is.
    static long times(long some, long others) {
        try {
            return Math.multiplyExact(some, others);
        } catch (ArithmeticException beyondAnyFile) {
            return Long.MAX_VALUE;
        }
    }
}
