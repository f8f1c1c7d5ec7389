package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Decoders;
import java.util.function.LongUnaryOperator;

/// Streams with a magic, one or several of a kind, which readers join.
public final class Compressed implements Format {

    private static final int XZ_PADDING = 4;
    private static final int MOST_SKIPPED = 1_000;
    private static final int SKIPPED_HEADER = 8;

    public static final Format BZIP2 = new Compressed("bzip2", Compressed::bzip2, Decoders::bzip2);
    public static final Format XZ = new Compressed("xz", Compressed::xz, Decoders::xz);
    public static final Format LZ4 = new Compressed("lz4", (it, at) -> framed(it, at, "\4\"M\u0018"), Decoders::lz4);
    public static final Format ZSTD =
            new Compressed("zstd", (it, at) -> framed(it, at, "(\u00b5/\u00fd"), Decoders::zstd);
    public static final Format COMPRESS = new Compressed(
            "compress", (it, at) -> at == 0 && it.startsWith("\u001f\u009d") ? at : -1, Decoders::compress);

    /// Where the next stream begins.
    @FunctionalInterface
    private interface Next {
        /// @return the offset, looked for from `at`; negative if there is none
        long stream(Specimen specimen, long at);
    }

    private final String name;
    private final Next next;
    private final Joined.Opening opening;

    private Compressed(String name, Next next, Joined.Opening opening) {
        this.name = name;
        this.next = next;
        this.opening = opening;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean claims(Specimen specimen) {
        return next.stream(specimen, 0) >= 0;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        LongUnaryOperator from = at -> {
            var there = next.stream(specimen, at);
            for (var frame = at; frame < there && skipped(specimen, frame); frame = behind(specimen, frame)) {
                // What is skipped is read by nobody, and may be a file all the same.
                examination.plain(specimen.part("skipped@" + frame, frame + SKIPPED_HEADER, behind(specimen, frame)));
            }
            return there;
        };
        Behind.unpack(specimen, examination, new Joined(specimen.bytes(), from, true, opening));
    }

    /// A level, and behind it a block or the end of the stream, each with a magic of its own.
    private static long bzip2(Specimen it, long at) {
        return it.holdsAt(at, "BZh") && (it.holdsAt(at + 4, "1AY&SY") || it.holdsAt(at + 4, "\u0017rE8P\u0090"))
                ? at
                : -1;
    }

    /// Streams may be padded by fours (section 2.2 of its specification), though not before the first.
    private static long xz(Specimen it, long at) {
        var there = at;
        while (at > 0 && it.holdsAt(there, "\0\0\0\0")) {
            there += XZ_PADDING;
        }
        return it.holdsAt(there, "\u00fd7zXZ\0") ? there : -1;
    }

    /// LZ4 and Zstandard share frames to be skipped, for what their users want to keep beside the data: one of sixteen
    /// magics, then a length (RFC 8878, section 3.1.2).
    private static long framed(Specimen it, long at, String magic) {
        var there = at;
        for (var i = 0; i < MOST_SKIPPED && skipped(it, there); i++) {
            there = behind(it, there);
        }
        return it.holdsAt(there, magic) ? there : -1;
    }

    private static boolean skipped(Specimen it, long at) {
        return it.byteAt(at) >>> 4 == 5 && it.holdsAt(at + 1, "*M\u0018") && at + SKIPPED_HEADER <= it.size();
    }

    private static long behind(Specimen it, long frame) {
        var at = frame + 4;
        var length = it.byteAt(at) | it.byteAt(at + 1) << 8 | it.byteAt(at + 2) << 16 | (long) it.byteAt(at + 3) << 24;
        return frame + SKIPPED_HEADER + length;
    }
}
