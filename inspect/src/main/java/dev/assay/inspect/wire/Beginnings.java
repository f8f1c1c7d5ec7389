package dev.assay.inspect.wire;

import dev.assay.inspect.Specimen;
import java.util.List;

/// How files begin that somebody might park among the numbers of a tensor.
///
/// Tensors are many, and no reader interprets their bytes: only what has the look of a program, an archive or a pickle
/// is worth a second look.
public final class Beginnings {

    private static final int SHORTEST = 16;

    /// One character a byte: zip, ELF, PE, DEX, Mach-O in its four spellings, Java, scripts, 7z, RAR, gzip, pickles of
    /// protocol 2 and of protocol 4 on.
    private static final List<String> FILES = List.of(
            "PK\3\4",
            "\u007fELF",
            "MZ",
            "dex\n",
            "\u00ce\u00fa\u00ed\u00fe",
            "\u00cf\u00fa\u00ed\u00fe",
            "\u00fe\u00ed\u00fa\u00ce",
            "\u00fe\u00ed\u00fa\u00cf",
            "\u00ca\u00fe\u00ba\u00be",
            "#!/",
            "7z\u00bc\u00af",
            "Rar!",
            "\u001f\u008b\u0008",
            "\u0080\2",
            "\u0080\3",
            "\u0080\4\u0095",
            "\u0080\5\u0095");

    private Beginnings() {}

    /// Whether the bytes from (inclusive) to (exclusive) begin like a file rather than like numbers.
    public static boolean ofAFile(Specimen specimen, long from, long to) {
        return to - from > SHORTEST
                && specimen.size() - from > SHORTEST
                && FILES.stream().anyMatch(it -> specimen.holdsAt(from, it));
    }
}
