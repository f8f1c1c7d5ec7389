package dev.assay.inspect.format.tar;

import dev.assay.inspect.Specimen;

/// Members with holes, as GNU once wrote them: where the pieces lie stands in the header, and goes on behind it.
final class Sparse {

    private static final int IN_HEADER = 482;
    private static final int BEHIND = 504;
    private static final int MOST = 100_000;

    private Sparse() {}

    /// How many blocks the list of pieces takes behind the header.
    static long blocks(Specimen specimen, Header header) {
        if (header.type() != 'S') {
            return 0;
        }
        var blocks = 0L;
        var more = specimen.byteAt(header.at() + IN_HEADER) > 0;
        while (more && blocks < MOST) {
            blocks++;
            more = specimen.byteAt(header.at() + blocks * Tar.BLOCK + BEHIND) > 0;
        }
        return blocks;
    }
}
