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
            new Opaque("netcdf", "a NetCDF file", it -> it.startsWith("CDF\1")),
            new Opaque("tensorrt", "a TensorRT engine, compiled for one GPU", Opaque::isEngine),
            new Opaque("rknn", "a model compiled for a Rockchip processor", it -> it.startsWith("RKNN")),
            new Opaque("cntk", "a CNTK model", it -> it.startsWith("B\0C\0N\0")),
            new Opaque("torch7", "a Torch7 object, which may hold Lua functions", Opaque::isTorch7),
            new Opaque("xgboost-binary", "an XGBoost model in the old binary layout", Opaque::isOldXgboost));

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

    private static boolean isEngine(Specimen it) {
        return it.startsWith("ftrt") || it.startsWith("ptrt");
    }

    /// An object of a class: the number four, an index, and the version of the class; in bytes, or as lines
    /// of text.
    private static boolean isTorch7(Specimen it) {
        return it.startsWith("\4\0\0\0") && it.holdsAt(8, "\3\0\0\0V ")
                || it.startsWith("4\n") && (it.holdsAt(4, "3\nV ") || it.holdsAt(5, "3\nV "));
    }

    /// Parameters of the learner, a fixed block; then the names of objective and booster, each behind its
    /// length.
    private static boolean isOldXgboost(Specimen it) {
        var start = it.startsWith("binf") ? 4 : 0;
        return it.holdsAt(start + 137, "\0\0\0\0\0\0\0")
                && it.byteAt(start + 136) > 4
                && it.byteAt(start + 136) < 40
                && (it.holdsAt(start + 144 + it.byteAt(start + 136), "\6\0\0\0\0\0\0\0gb")
                        || it.holdsAt(start + 144 + it.byteAt(start + 136), "\4\0\0\0\0\0\0\0dart"));
    }
}
