package dev.assay.inspect.format.opaque;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import java.util.List;
import java.util.function.Predicate;

/// Formats by their magics that nobody here reads yet.
public final class Opaque implements Format {

    /// One format each.
    public static final List<Format> ALL = List.of(
            new Opaque("7z", "a 7z archive", it -> it.startsWith("7z\u00bc\u00af'\u001c")),
            new Opaque("rar", "a RAR archive", it -> it.startsWith("Rar!\u001a\u0007")),
            new Opaque("zstd", "a Zstandard stream", it -> it.startsWith("(\u00b5/\u00fd")),
            new Opaque("lzma", "an LZMA stream", it -> it.startsWith("]\0\0")),
            new Opaque("lzip", "an lzip stream", it -> it.startsWith("LZIP\1")),
            new Opaque("cab", "a Windows cabinet", it -> it.startsWith("MSCF\0\0\0\0")),
            new Opaque(
                    "ole",
                    "a compound document",
                    it -> it.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")),
            new Opaque("hdf5", "an HDF5 file", it -> it.startsWith("\u0089HDF\r\n\u001a\n")),
            new Opaque("sqlite", "a SQLite database", it -> it.startsWith("SQLite format 3\0")),
            new Opaque("tflite", "a TensorFlow Lite model", it -> it.holdsAt(4, "TFL3")),
            new Opaque("executorch", "an ExecuTorch program", it -> it.holdsAt(4, "ET1")),
            new Opaque("avro", "an Avro file", it -> it.startsWith("Obj\1")),
            new Opaque("orc", "an ORC table", it -> it.startsWith("ORC\n")),
            new Opaque("netcdf", "a NetCDF file", it -> it.startsWith("CDF\1")),
            new Opaque("rdata", "an R workspace", it -> it.startsWith("RDX")),
            new Opaque("rds", "an R object", it -> it.startsWith("X\n\0\0\0")),
            new Opaque("onnx", "an ONNX model", Opaque::isOnnx));

    private final String name;
    private final String what;
    private final Predicate<Specimen> claim;

    private Opaque(String name, String what, Predicate<Specimen> claim) {
        this.name = name;
        this.what = what;
        this.claim = claim;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean claims(Specimen specimen) {
        return claim.test(specimen);
    }

    /// Nothing is covered: to know a thing by its first bytes is not to have read it.
    @Override
    public void analyse(Specimen specimen, Examination examination) {
        examination.note(
                new Finding.Eludes(specimen.place(), "it is " + what + ", which we recognise and do not read yet"));
    }

    /// A protocol buffer has no magic: the first two fields are the version of the format and the producer or graph.
    private static boolean isOnnx(Specimen it) {
        var second = it.byteAt(2);
        return it.byteAt(0) == 8
                && it.byteAt(1) > 2
                && it.byteAt(1) < 20
                && (second == 0x12 && it.byteAt(3) < 64 || second == 0x3a || second == 0x42)
                && it.size() > 32;
    }
}
