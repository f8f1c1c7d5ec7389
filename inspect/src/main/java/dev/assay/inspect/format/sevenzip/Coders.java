package dev.assay.inspect.format.sevenzip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.DeltaInputStream;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.RISCVOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.X86Options;

/// Unpacks what went through coders in a line, as everybody but 7-Zip's largest settings for programs writes it.
final class Coders {

    private static final int LZMA_PROPERTIES = 5;

    private Coders() {}

    /// @param packed what the folder begins with; left where the folder ends
    /// @param folder which of them
    static InputStream open(SegmentInput packed, Streams streams, int folder) throws IOException {
        var how = streams.folders().get(folder);
        for (var coder : how.coders()) {
            if (coder.id() == 0x06f10701) {
                throw new Unread("it is encrypted (AES)");
            }
        }
        if (!how.simple()) {
            throw new Unread("it is packed by coders that branch, which we do not unpack");
        }
        return open(packed, streams, folder, how.last(), how.coders().size());
    }

    /// @param left coders that may still come, so that a ring ends
    private static InputStream open(SegmentInput packed, Streams streams, int folder, int output, int left)
            throws IOException {
        var how = streams.folders().get(folder);
        if (output < 0 || output >= how.coders().size() || left == 0) {
            throw new IOException("the coders of a folder form a line");
        }
        var feeding = how.feeding(output);
        var size = streams.size(folder, output);
        var coder = how.coders().get(output);
        return feeding < 0
                ? decode(packed, coder, size)
                : filter(open(packed, streams, folder, feeding, left - 1), coder);
    }

    private static InputStream decode(SegmentInput packed, Folder.Coder coder, long size) throws IOException {
        return switch ((int) Math.min(coder.id(), Integer.MAX_VALUE)) {
            case 0 -> packed;
            case 0x030101 -> lzma(packed, coder.properties(), size);
            case 0x21 -> Decoders.lzma2(packed, size, dictionary(coder.properties()));
            case 0x040108 -> Decoders.deflate(packed, true);
            case 0x040109 -> Decoders.deflate64(packed);
            case 0x040202 -> Decoders.bzip2(packed);
            case 0x04f71101 -> Decoders.zstd(packed);
            case 0x030401 -> throw new Unread("it is packed by PPMd, which we do not unpack");
            default -> filter(packed, coder);
        };
    }

    private static InputStream filter(InputStream in, Folder.Coder coder) throws IOException {
        return switch ((int) Math.min(coder.id(), Integer.MAX_VALUE)) {
            case 0 -> in;
            case 3 ->
                new DeltaInputStream(
                        in,
                        coder.properties().byteSize() == 1 ? (coder.properties().get(JAVA_BYTE, 0) & 0xff) + 1 : 0);
            case 4, 0x03030103 -> branches(in, new X86Options());
            case 5, 0x03030205 -> branches(in, new PowerPCOptions());
            case 6, 0x03030401 -> branches(in, new IA64Options());
            case 7, 0x03030501 -> branches(in, new ARMOptions());
            case 8, 0x03030701 -> branches(in, new ARMThumbOptions());
            case 9, 0x03030805 -> branches(in, new SPARCOptions());
            case 10 -> branches(in, new ARM64Options());
            case 11 -> branches(in, new RISCVOptions());
            default ->
                throw new Unread("it is packed by coder " + Long.toHexString(coder.id()) + ", which we do not unpack");
        };
    }

    private static InputStream branches(InputStream in, FilterOptions options) throws IOException {
        return options.getInputStream(in, ArrayCache.getDummyCache());
    }

    private static InputStream lzma(SegmentInput packed, MemorySegment properties, long size) throws IOException {
        if (properties.byteSize() != LZMA_PROPERTIES) {
            throw new IOException("LZMA has five bytes of properties");
        }
        var dictionary = 0L;
        for (var i = 4; i > 0; i--) {
            dictionary = dictionary << 8 | Byte.toUnsignedInt(properties.get(JAVA_BYTE, i));
        }
        return Decoders.lzma(packed, size, Byte.toUnsignedInt(properties.get(JAVA_BYTE, 0)), dictionary);
    }

    /// Two significant bits and an exponent, in one byte.
    private static long dictionary(MemorySegment properties) throws IOException {
        var bits = properties.byteSize() == 1 ? properties.get(JAVA_BYTE, 0) : -1;
        if (bits < 0 || bits > 40) {
            throw new IOException("LZMA2 has one byte of properties, at most 40");
        }
        return bits == 40 ? 0xffff_ffffL : (2L | bits & 1) << bits / 2 + 11;
    }
}
