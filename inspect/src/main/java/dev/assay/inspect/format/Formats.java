package dev.assay.inspect.format;

import dev.assay.inspect.Format;
import dev.assay.inspect.format.gguf.Gguf;
import dev.assay.inspect.format.npy.Npy;
import dev.assay.inspect.format.pickle.Pickle;
import dev.assay.inspect.format.safetensors.Safetensors;
import dev.assay.inspect.format.sentencepiece.SentencePiece;
import dev.assay.inspect.format.text.Text;
import dev.assay.inspect.format.zip.Zip;
import java.util.List;

/// Every format this house can read. To teach it another, add a line.
public final class Formats {

    /// Changes whenever a format says something new about old bytes, so that they can be looked at again.
    public static final String GENERATION = "1";

    public static final List<Format> ALL =
            List.of(new Gguf(), new Npy(), new Pickle(), new Safetensors(), new SentencePiece(), new Text(), new Zip());

    private Formats() {}
}
