package dev.assay.inspect.format.media;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.function.Predicate;

/// A format whose content is inert and whose structure says where it ends.
final class Framed implements Format {

    private static final int LONGEST_PADDING = 4096;

    /// Walks the structure.
    @FunctionalInterface
    interface Walk {

        /// @param in stands at the beginning
        /// @return the first byte behind the end
        long end(Cursor in) throws Malformed;
    }

    private final String name;
    private final Predicate<Specimen> claim;
    private final Walk walk;

    Framed(String name, Predicate<Specimen> claim, Walk walk) {
        this.name = name;
        this.claim = claim;
        this.walk = walk;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean claims(Specimen specimen) {
        return claim.test(specimen);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        ends(specimen, examination, Math.min(walk.end(specimen.cursor()), specimen.size()));
    }

    /// Covers what is before the end, and hands on what is behind it.
    static void ends(Specimen specimen, Examination examination, long end) {
        examination.covers(specimen, 0, specimen.size());
        var zero = specimen.size() - end <= LONGEST_PADDING;
        for (var at = end; at < specimen.size() && zero; at++) {
            zero = specimen.byteAt(at) == 0;
        }
        if (!zero) {
            examination.behind(specimen, end, "its end");
        }
    }
}
