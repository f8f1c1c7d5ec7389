package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// Streams that a library unpacks. The libraries are Java, so that hostile bytes can at worst make them throw; and they
/// are asked to go on to the end of the file, so that nothing can stand behind the stream.
public final class Compressed implements Format {

    /// What an xz stream may ask for, in KiB: enough for `xz -9`.
    private static final int XZ_MEMORY = 128 << 10;

    public static final Format BZIP2 = new Compressed(
            "bzip2",
            it -> it.startsWith("BZh") && it.holdsAt(4, "1AY&SY")
                    || it.startsWith("BZh") && it.holdsAt(4, "\u0017rE8P\u0090"),
            in -> new BZip2CompressorInputStream(in, true));
    public static final Format XZ =
            new Compressed("xz", it -> it.startsWith("\u00fd7zXZ\0"), in -> new XZInputStream(in, XZ_MEMORY));
    public static final Format LZ4 = new Compressed(
            "lz4", it -> it.startsWith("\4\"M\u0018"), in -> new FramedLZ4CompressorInputStream(in, true));

    /// Opens a stream on packed bytes.
    @FunctionalInterface
    private interface Opening {
        InputStream open(InputStream packed) throws IOException;
    }

    private final String name;
    private final Predicate<Specimen> claim;
    private final Opening opening;

    private Compressed(String name, Predicate<Specimen> claim, Opening opening) {
        this.name = name;
        this.claim = claim;
        this.opening = opening;
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
    public void analyse(Specimen specimen, Examination examination) {
        try {
            examination.unpack(specimen.place().inside("unpacked"), opening.open(new SegmentInput(specimen.bytes())));
            examination.covers(specimen, 0, specimen.size());
        } catch (IOException broken) {
            examination.note(new Finding.Breaks(specimen.place(), "a packed stream begins with its header"));
        }
    }
}
