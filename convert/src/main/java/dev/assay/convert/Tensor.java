package dev.assay.convert;

import java.util.List;

/// A view of a storage: which of its elements, in which order.
///
/// @param of the storage, as the file describes it
/// @param offset the first element
/// @param stride for each dimension, elements from one index to the next
record Tensor(Held.Storage of, Dtype dtype, long offset, List<Long> shape, List<Long> stride) {

    private static final int MOST_DIMENSIONS = 16;

    Tensor {
        shape = List.copyOf(shape);
        stride = List.copyOf(stride);
    }

    String storage() {
        return of.key();
    }

    /// Bytes of all elements.
    ///
    /// @throws Refused if the view is not one of a storage of this many bytes
    long bytes(long available) throws Refused {
        if (shape.size() != stride.size() || shape.size() > MOST_DIMENSIONS) {
            throw new Refused("a tensor has a step for each of at most " + MOST_DIMENSIONS + " dimensions");
        }
        try {
            var count = 1L;
            var last = offset;
            for (var i = 0; i < shape.size(); i++) {
                if (shape.get(i) < 0 || stride.get(i) < 0) {
                    throw new Refused("sizes and steps are not negative");
                }
                count = Math.multiplyExact(count, shape.get(i));
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(i) - 1), stride.get(i)));
            }
            if (offset < 0 || count > 0 && last >= available / dtype.width()) {
                throw new Refused("a tensor lies inside its storage");
            }
            return Math.multiplyExact(count, dtype.width());
        } catch (ArithmeticException beyond) {
            throw new Refused("a tensor has fewer elements than 64 bits count");
        }
    }

    /// How many elements at the end of each row of rows stand one behind the other, and from which dimension on.
    Run run() {
        var length = 1L;
        var dimension = shape.size();
        while (dimension > 0 && (shape.get(dimension - 1) == 1 || stride.get(dimension - 1) == length)) {
            dimension--;
            length *= shape.get(dimension);
        }
        return new Run(dimension, length);
    }

    record Run(int dimension, long length) {}
}
