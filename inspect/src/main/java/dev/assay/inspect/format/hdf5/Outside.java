package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.wire.OtherFile;

/// Names of other files: whoever opens this one reads those too (CVE-2026-1669).
final class Outside {

    /// Of one object, at most so many are said.
    static final int MOST = 8;

    private Outside() {}

    /// @param how what leads there
    static Finding file(Place place, String name, String how) {
        return new Finding.Names(place, "bytes of another file " + OtherFile.words(name) + ", " + how);
    }
}
