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
            new Opaque("rar", "a RAR archive", it -> it.startsWith("Rar!\u001a\u0007")),
            new Opaque("lz4-legacy", "an LZ4 stream of the first kind", it -> it.startsWith("\2!L\u0018")),
            new Opaque("arj", "an ARJ archive", it -> it.startsWith("`\u00ea") && it.byteAt(10) == 2),
            new Opaque("ace", "an ACE archive", it -> it.holdsAt(7, "**ACE**")),
            new Opaque("lha", "an LHA archive", it -> it.holdsAt(2, "-lh") && it.byteAt(6) == '-'),
            new Opaque("xar", "a XAR archive", it -> it.startsWith("xar!\0\u001c")),
            new Opaque("wim", "a Windows image", it -> it.startsWith("MSWIM\0\0\0")),
            new Opaque("iso", "an image of a disc (ISO 9660)", it -> it.holdsAt(0x8001, "CD001")),
            new Opaque("dmg", "an image of a disk (Apple)", it -> it.holdsAt(it.size() - 512, "koly\0\0\0\4")),
            new Opaque(
                    "squashfs",
                    "a file system (SquashFS)",
                    it -> it.startsWith("hsqs") && it.byteAt(28) == 4 || it.startsWith("sqsh")),
            new Opaque("lzip", "an lzip stream", it -> it.startsWith("LZIP\1")),
            new Opaque("cab", "a Windows cabinet", it -> it.startsWith("MSCF\0\0\0\0")),
            new Opaque(
                    "ole",
                    "a compound document",
                    it -> it.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")),
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
