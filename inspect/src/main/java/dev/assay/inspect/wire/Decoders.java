package dev.assay.inspect.wire;

import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.zstd.ZstdInput;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;

/// What packs the streams and members of several formats, opened within bounds.
///
/// All of it is Java, so that hostile bytes can at worst make it throw. Each opens exactly one stream and reads not one
/// byte behind its end, so that whoever called can tell what stands there. None allocates by a number in the file above
/// what is said here.
public final class Decoders {

    /// Bytes of window or dictionary that a stream may ask for: twice what `xz -9` needs, and as much as the reference
    /// decoder of Zstandard grants unasked.
    public static final int LARGEST_WINDOW = 128 << 20;

    /// The library counts KiB, and the tables besides the dictionary.
    private static final int XZ_MEMORY = (LARGEST_WINDOW >> 10) + 1024;

    private static final int SMALLEST_DICTIONARY = 4 << 10;
    private static final int LONGEST_END_MARK = 16;

    private Decoders() {}

    public static InputStream bzip2(SegmentInput packed) throws IOException {
        return new BZip2CompressorInputStream(packed, false);
    }

    /// One frame, with a magic. A dictionary the file does not carry cannot be had.
    public static InputStream lz4(SegmentInput packed) throws IOException {
        return new FramedLZ4CompressorInputStream(packed, false);
    }

    /// The stream of Unix `compress`, which has no end but that of its bytes.
    public static InputStream compress(SegmentInput packed) throws IOException {
        return bounded(new ZCompressorInputStream(packed, LARGEST_WINDOW >> 10));
    }

    public static InputStream deflate64(SegmentInput packed) {
        return new Deflate64CompressorInputStream(packed);
    }

    /// Blocks and streams without end can each ask for a dictionary; they get the same one, or a small file would keep
    /// us
    /// busy with clearing memory.
    public static InputStream xz(SegmentInput packed) throws IOException {
        return bounded(new SingleXZInputStream(packed, XZ_MEMORY, true, BasicArrayCache.getInstance()));
    }

    /// One frame of Zstandard.
    public static InputStream zstd(SegmentInput packed) throws IOException {
        return new ZstdInput(packed, LARGEST_WINDOW);
    }

    /// Deflated bytes, or those of zlib with its header and checksum.
    public static Inflating deflate(SegmentInput packed, boolean bare) {
        var from = packed.at();
        return new Inflating(packed.bytes().asSlice(from), bare) {

            @Override
            public void close() {
                super.close();
                packed.seek(Math.min(packed.bytes().byteSize(), from + consumed()));
            }
        };
    }

    /// Bare LZMA.
    ///
    /// @param size of what comes out, or -1 if an end mark says where it ends
    /// @param properties lc, lp and pb as the first byte of a header has them
    /// @param dictionary in bytes, as declared; no more is needed than comes out
    public static InputStream lzma(SegmentInput packed, long size, int properties, long dictionary) throws IOException {
        if (properties >= 9 * 5 * 5) {
            throw new IOException("the properties of LZMA are below 225");
        }
        var in = new LZMAInputStream(packed, size, (byte) properties, dictionary(dictionary, size));
        if (size < 0) {
            return in;
        }
        in.enableRelaxedEndCondition(); // some writers set an end mark behind the size they know
        return new Closing(in, () -> {
            if (packed.bytes().byteSize() - packed.at() <= LONGEST_END_MARK) {
                packed.seek(packed.bytes().byteSize());
            }
        });
    }

    /// Bare LZMA2, which ends by itself.
    public static InputStream lzma2(SegmentInput packed, long size, long dictionary) throws IOException {
        return bounded(new LZMA2InputStream(packed, dictionary(dictionary, size)));
    }

    private static int dictionary(long declared, long size) throws IOException {
        var needed = Math.max(SMALLEST_DICTIONARY, size < 0 ? declared : Math.min(declared, size));
        if (needed > LARGEST_WINDOW) {
            throw new Unread("it asks for a dictionary of more than " + (LARGEST_WINDOW >> 20) + " MiB");
        }
        return (int) needed;
    }

    /// Says in our words what the libraries say in theirs.
    private static InputStream bounded(InputStream in) {
        return new Closing(in, () -> {}) {

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                try {
                    return super.read(into, offset, length);
                } catch (MemoryLimitException large) {
                    throw new Unread("it asks for more than " + (LARGEST_WINDOW >> 20) + " MiB to be unpacked");
                } catch (UnsupportedOptionsException unknown) {
                    throw new Unread("it is packed with a filter we do not know");
                }
            }
        };
    }

    /// A stream behind whose end something is to be done.
    private static class Closing extends InputStream {

        private final InputStream in;
        private final Runnable end;

        Closing(InputStream in, Runnable end) {
            this.in = in;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var read = in.read(into, offset, length);
            if (read < 0) {
                end.run();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
