package dev.assay.xet;

/// One chunk as it stands in a xorb: an eight-byte header, then the packed bytes.
///
/// ```
/// version u8 = 0 | packed length u24 | scheme u8 | unpacked length u24      (little-endian)
/// ```
final class Chunk {

    static final int HEADER = 8;

    private Chunk() {}

    /// The header's say, within [Limits].
    ///
    /// @param packed bytes that follow
    /// @param unpacked bytes they become
    record Header(int packed, Scheme scheme, int unpacked) {

        static Header of(byte[] header, long at) throws Malformed {
            require(header[0] == 0, at, "a chunk is of version 0");
            var packed = u24(header, 1);
            var scheme = Scheme.of(header[4], at + 4);
            var unpacked = u24(header, 5);
            require(packed > 0 && packed <= Limits.PACKED_CHUNK, at, "a packed chunk has 1 to 262144 bytes");
            require(unpacked > 0 && unpacked <= Limits.CHUNK, at, "a chunk has 1 to 131072 bytes");
            require(scheme != Scheme.NONE || packed == unpacked, at, "a chunk that is not packed has one length");
            return new Header(packed, scheme, unpacked);
        }

        private static void require(boolean holds, long at, String rule) throws Malformed {
            if (!holds) {
                throw new Malformed("the xorb", at, rule);
            }
        }

        private static int u24(byte[] bytes, int offset) {
            return Byte.toUnsignedInt(bytes[offset])
                    | Byte.toUnsignedInt(bytes[offset + 1]) << 8
                    | Byte.toUnsignedInt(bytes[offset + 2]) << 16;
        }
    }

    /// How a chunk is packed.
    enum Scheme {
        NONE,
        LZ4,
        /// The bytes are first dealt onto four heaps by their position modulo four: floats of one size compress better.
        GROUPED_LZ4;

        static Scheme of(byte number, long at) throws Malformed {
            return switch (number) {
                case 0 -> NONE;
                case 1 -> LZ4;
                case 2 -> GROUPED_LZ4;
                default -> throw new Malformed("the xorb", at, "a chunk is packed by scheme 0, 1 or 2");
            };
        }
    }

    /// Unpacks chunks one after the other, with two buffers that it keeps.
    static final class Unpacker {

        private final byte[] unpacked = new byte[Limits.CHUNK];
        private final byte[] grouped = new byte[Limits.CHUNK];

        /// @param packed starts with the packed bytes; may be longer
        /// @param at the offset of the chunk, for the error
        /// @return a buffer that starts with the unpacked bytes and is good until the next call
        byte[] unpack(Header header, byte[] packed, long at) throws Malformed {
            switch (header.scheme()) {
                case NONE -> System.arraycopy(packed, 0, unpacked, 0, header.unpacked());
                case LZ4 -> Lz4Frame.expand(packed, header.packed(), unpacked, header.unpacked(), at);
                case GROUPED_LZ4 -> {
                    Lz4Frame.expand(packed, header.packed(), grouped, header.unpacked(), at);
                    regroup(header.unpacked());
                }
            }
            return unpacked;
        }

        private void regroup(int length) {
            var from = 0;
            for (var group = 0; group < 4; group++) {
                for (var to = group; to < length; to += 4) {
                    unpacked[to] = grouped[from++];
                }
            }
        }
    }
}
