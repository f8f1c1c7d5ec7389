package dev.assay.inspect.format.ggml;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

/// A matrix of importance as `llama-imatrix` wrote it before it wrote GGUF: how many entries, each a
/// name, how often it was asked, and numbers; and perhaps, behind them, how far it came and with which
/// text.
public final class Importance implements Format {

    private static final int MOST_ENTRIES = 100_000;
    private static final int LONGEST_NAME = 512;

    @Override
    public String name() {
        return "imatrix";
    }

    /// There is no magic: it is one if all of it is.
    @Override
    public boolean claims(Specimen specimen) {
        try {
            var in = specimen.cursor();
            var entries = in.u32();
            if (entries == 0 || entries > MOST_ENTRIES) {
                return false;
            }
            for (var i = 0L; i < entries; i++) {
                if (!name(in).endsWith(".weight")) {
                    return false;
                }
                in.skip(4);
                in.skip(4 * in.u32());
            }
            if (in.left() > 0) {
                in.skip(4);
                name(in);
            }
            return in.left() == 0;
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        examination.covers(specimen, 0, specimen.size());
    }

    private static String name(Cursor in) throws Malformed {
        return in.text(in.u32(), LONGEST_NAME);
    }
}
