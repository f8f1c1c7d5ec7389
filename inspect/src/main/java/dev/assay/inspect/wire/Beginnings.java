package dev.assay.inspect.wire;

import dev.assay.inspect.Specimen;
import java.util.List;

/// How files begin that somebody might park among the numbers of a tensor.
///
/// Tensors are many, and no reader interprets their bytes: only what has the look of a program, an archive
/// or a pickle is worth a second look.
public final class Beginnings {

    private static final int SHORTEST = 16;
    private static final int LONGEST_NAME = 80;

    /// One character a byte: zip, ELF, PE, DEX, Mach-O in its four spellings, Java, scripts, 7z, RAR, gzip, bzip2, xz,
    /// LZ4, Zstandard, ar, pickles from protocol 2 on.
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
            "BZh",
            "\u00fd7zXZ\0",
            "\4\"M\u0018",
            "(\u00b5/\u00fd",
            "!<arch>\n",
            "\u0080\2",
            "\u0080\3",
            "\u0080\4",
            "\u0080\5");

    private Beginnings() {}

    /// Whether the bytes from (inclusive) to (exclusive) begin like a file rather than like numbers.
    public static boolean ofAFile(Specimen specimen, long from, long to) {
        return to - from > SHORTEST
                && specimen.size() - from > SHORTEST
                && (specimen.byteAt(from) == 'c' && imports(specimen, from)
                        || FILES.stream().anyMatch(it -> specimen.holdsAt(from, it)));
    }

    /// Whether the bytes begin as older pickles import: `c`, the line of a module, the line of a name.
    private static boolean imports(Specimen specimen, long from) {
        var module = word(specimen, from + 1);
        return module > from + 2 && word(specimen, module + 1) > module + 2;
    }

    /// Where the line ends that begins here, if it is a dotted name; else -1.
    private static long word(Specimen specimen, long from) {
        for (var at = from; at < from + LONGEST_NAME; at++) {
            var c = specimen.byteAt(at);
            if (c == '\n') {
                return at;
            }
            if (c != '.' && c != '_' && !Character.isLetterOrDigit(c) || c > 127) {
                return -1;
            }
        }
        return -1;
    }

    /// Where the letter of the encoding stands in a value that R saved as text, or -1: `A`, the version of
    /// the encoding, and the versions of two Rs.
    public static int ofSavedR(Specimen specimen) {
        var start = specimen.startsWith("RDA2\nA\n") || specimen.startsWith("RDA3\nA\n") ? 5 : 0;
        if (!specimen.holdsAt(start, "A\n2\n") && !specimen.holdsAt(start, "A\n3\n")) {
            return -1;
        }
        var at = start + 4;
        for (var number = 0; number < 2; number++) {
            var digits = 0;
            while (specimen.byteAt(at) >= '0' && specimen.byteAt(at) <= '9' && digits < 8) {
                at++;
                digits++;
            }
            if (digits < 5 || specimen.byteAt(at++) != '\n') {
                return -1;
            }
        }
        return start;
    }
}
