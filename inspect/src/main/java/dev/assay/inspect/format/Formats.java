package dev.assay.inspect.format;

import dev.assay.inspect.Format;
import dev.assay.inspect.format.npy.Npy;
import java.util.List;

/// Every format this house can read. To teach it another, add a line.
public final class Formats {

    /// Changes whenever a format says something new about old bytes, so that they can be looked at again.
    public static final String GENERATION = "1";

    public static final List<Format> ALL = List.of(new Npy());

    private Formats() {}
}
