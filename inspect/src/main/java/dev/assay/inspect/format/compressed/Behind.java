package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Specimen;

/// What stands behind the last stream of a file: nothing, zeros of a tape, or something nobody asked for.
final class Behind {

    private static final int LONGEST_PADDING = 1 << 20;

    private Behind() {}

    /// Has the streams unpacked and examined, and what stands behind them.
    static void unpack(Specimen specimen, Examination examination, Joined joined) {
        examination.unpack(specimen.place().inside("unpacked"), joined);
        examination.covers(specimen, 0, joined.end());
        if (joined.whole() && joined.end() < specimen.size()) {
            examine(specimen, examination, joined.end());
        } // else the examination has said why
    }

    private static void examine(Specimen specimen, Examination examination, long from) {
        examination.covers(specimen, from, specimen.size());
        if (!padding(specimen, from)) {
            examination.behind(specimen, from, "the stream");
        }
    }

    private static boolean padding(Specimen specimen, long from) {
        if (specimen.size() - from > LONGEST_PADDING) {
            return false;
        }
        for (var at = from; at < specimen.size(); at++) {
            if (specimen.byteAt(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
