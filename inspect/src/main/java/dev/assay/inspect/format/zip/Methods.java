package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.SegmentInput;
import dev.assay.inspect.wire.Summed;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// How an entry is packed (APPNOTE 4.4.5), and whether it unpacks to what the archive says.
final class Methods {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /// Summing up gigabytes of tensors would cost more than all the rest, and proves nothing: whoever can write an
    /// entry can write its checksum. Small entries, which are read anyway, are checked.
    private static final long LONGEST_CHECKED = 1 << 20;

    private Methods() {}

    /// What is known of an entry besides its bytes.
    ///
    /// @param unpacked how long it says it is, or -1
    /// @param crc its checksum, or -1
    record Said(long unpacked, long crc) {}

    /// Whether a stored member is what the archive says.
    static void check(Specimen member, Said said, Examination examination) {
        if (member.size() <= LONGEST_CHECKED && said.crc >= 0) {
            var crc = new CRC32();
            crc.update(member.bytes().toArray(JAVA_BYTE));
            if (crc.getValue() != said.crc) {
                examination.note(new Finding.Differs(member.place(), "its checksum is of other bytes"));
            }
        }
    }

    /// Unpacks a member, has it examined, and what stands behind it within its bounds.
    ///
    /// @return how many of its bytes were packed ones
    static long unpack(Specimen member, int method, int flags, Said said, boolean bounded, Examination examination) {
        var packed = new SegmentInput(member.bytes());
        var unpacking = new Summed(new Lazy(packed, method, flags, said.unpacked));
        examination.unpack(member.place(), unpacking);
        if (!unpacking.finished()) {
            return packed.at(); // the examination has said why
        }
        if (said.unpacked >= 0 && (unpacking.length() != said.unpacked || unpacking.crc() != said.crc)) {
            examination.note(new Finding.Differs(member.place(), "it unpacks to other bytes than the archive says"));
        }
        if (bounded && packed.at() != member.size()) {
            examination.note(new Finding.Departs(
                    member.place(), (member.size() - packed.at()) + " bytes behind what is packed"));
            examination.enter(member.part("behind", packed.at(), member.size()));
        }
        return packed.at();
    }

    private static InputStream open(SegmentInput packed, int method, int flags, long unpacked) throws IOException {
        return switch (method) {
            case DEFLATED -> Decoders.deflate(packed, true);
            case 9 -> Decoders.deflate64(packed);
            case 12 -> Decoders.bzip2(packed);
            case 14 -> lzma(packed, (flags & Entry.END_MARK) != 0 ? -1 : unpacked);
            case 20, 93 -> Decoders.zstd(packed);
            case 95 -> Decoders.xz(packed);
            case 99 -> throw new Unread("it is encrypted (AES)");
            default ->
                throw new Unread("it is packed by method " + method + called(method) + ", which we do not unpack");
        };
    }

    private static String called(int method) {
        return switch (method) {
            case 1 -> " (Shrink)";
            case 2, 3, 4, 5 -> " (Reduce)";
            case 6 -> " (Implode)";
            case 10, 18 -> " (PKWARE's TERSE)";
            case 94 -> " (MP3)";
            case 96 -> " (JPEG)";
            case 97 -> " (WavPack)";
            case 98 -> " (PPMd)";
            default -> "";
        };
    }

    /// APPNOTE 5.8.8: two bytes of version, the length of the properties, the properties, the stream.
    private static InputStream lzma(SegmentInput packed, long unpacked) throws IOException {
        var header = new byte[9];
        if (packed.read(header, 0, header.length) < header.length || header[2] != 5 || header[3] != 0) {
            throw new IOException("LZMA begins with its version and five bytes of properties");
        }
        var dictionary = 0L;
        for (var i = 8; i > 4; i--) {
            dictionary = dictionary << 8 | Byte.toUnsignedInt(header[i]);
        }
        return Decoders.lzma(packed, unpacked, Byte.toUnsignedInt(header[4]), dictionary);
    }

    /// Opens what it reads from when it is first read, so that all that can go wrong goes wrong in one place; and
    /// leaves
    /// the packed bytes where they end.
    private static final class Lazy extends InputStream {

        private final SegmentInput packed;
        private final int method;
        private final int flags;
        private final long unpacked;
        private @Nullable InputStream in;

        Lazy(SegmentInput packed, int method, int flags, long unpacked) {
            this.packed = packed;
            this.method = method;
            this.flags = flags;
            this.unpacked = unpacked;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (in == null) {
                in = open(packed, method, flags, unpacked);
            }
            return in.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
