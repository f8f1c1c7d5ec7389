package dev.assay.xet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What is in one xorb: the hash of each chunk, where it lies packed, and where it would lie unpacked.
///
/// A xorb is chunks back to back, then, when at rest, a footer that holds this table:
///
/// ```
/// "XETBLOB" 1 | xorb hash 32
/// "XBLBHSH" 0 | n u32 | chunk hash 32 × n
/// "XBLBBND" 1 | n u32 | end, packed u32 × n | end, unpacked u32 × n
/// n u32 | from the end to XBLBHSH u32 | from the end to XBLBBND u32 | 16 bytes that mean nothing
/// bytes of all this u32
/// ```
///
/// Clients usually leave the footer out; one that comes along has to be true.
final class Xorb {

    private static final int FIXED = 92;
    private static final int PER_CHUNK = 40;
    private static final int NOTHING = 16;
    private static final byte[] BLOB = section("XETBLOB", 1);
    private static final byte[] HASHES = section("XBLBHSH", 0);
    private static final byte[] BOUNDARIES = section("XBLBBND", 1);

    private final MerkleHash hash;
    private final byte[] hashes;
    private final int[] packedEnds;
    private final int[] unpackedEnds;

    private Xorb(MerkleHash hash, byte[] hashes, int[] packedEnds, int[] unpackedEnds) {
        this.hash = hash;
        this.hashes = hashes;
        this.packedEnds = packedEnds;
        this.unpackedEnds = unpackedEnds;
    }

    /// Copies a xorb that a client sends, without its footer, and says what came.
    ///
    /// Every chunk is unpacked and hashed on the way. Holds one chunk at a time.
    ///
    /// @throws Malformed if it is not a xorb within [Limits]; what was copied so far is then worth nothing
    static Xorb receive(InputStream body, OutputStream to) throws IOException, Malformed {
        return new Reception(body, to).run();
    }

    /// The table of a xorb at rest.
    ///
    /// @throws IOException if the file is not one that [#footer] completed
    static Xorb at(FileChannel file) throws IOException {
        var size = file.size();
        var footer = new byte[(int) Math.min(size, FIXED + (long) PER_CHUNK * Limits.CHUNKS_PER_XORB + 4)];
        readFully(file, ByteBuffer.wrap(footer), size - footer.length);
        var bytes = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN);
        if (footer.length < FIXED + 4) {
            throw new IOException("a xorb at rest is cut short");
        }
        var length = bytes.getInt(footer.length - 4);
        var count = (length - FIXED) / PER_CHUNK;
        if (length < FIXED || length > footer.length - 4 || length != FIXED + count * PER_CHUNK) {
            throw new IOException("a xorb at rest has lost its footer");
        }
        bytes.position(footer.length - 4 - length + BLOB.length);
        var hash = new byte[MerkleHash.BYTES];
        bytes.get(hash);
        var hashes = new byte[count * MerkleHash.BYTES];
        bytes.position(bytes.position() + HASHES.length + 4).get(hashes);
        var packedEnds = new int[count];
        var unpackedEnds = new int[count];
        bytes.position(bytes.position() + BOUNDARIES.length + 4);
        for (var i = 0; i < count; i++) {
            packedEnds[i] = bytes.getInt();
        }
        for (var i = 0; i < count; i++) {
            unpackedEnds[i] = bytes.getInt();
        }
        var xorb = new Xorb(MerkleHash.at(hash, 0), hashes, packedEnds, unpackedEnds);
        var start = footer.length - 4 - length;
        if (!Arrays.equals(footer, start, footer.length, xorb.footer(), 0, length + 4)
                || xorb.packedEnd(count) != size - 4 - length) {
            throw new IOException("a xorb at rest has a damaged footer");
        }
        return xorb;
    }

    MerkleHash hash() {
        return hash;
    }

    int chunks() {
        return packedEnds.length;
    }

    MerkleHash chunk(int index) {
        return MerkleHash.at(hashes, index * MerkleHash.BYTES);
    }

    /// Where the packed chunk starts, its header included.
    long packedStart(int index) {
        return packedEnd(index);
    }

    /// Unpacked bytes of the chunks from `start` to before `end`.
    int unpacked(int start, int end) {
        return unpackedEnd(end) - unpackedEnd(start);
    }

    /// The verification hash of a term that takes the chunks from `start` to before `end`.
    MerkleHash term(int start, int end) {
        return HashKey.TERM.of(hashes, start * MerkleHash.BYTES, (end - start) * MerkleHash.BYTES);
    }

    private int packedEnd(int chunks) {
        return chunks == 0 ? 0 : packedEnds[chunks - 1];
    }

    private int unpackedEnd(int chunks) {
        return chunks == 0 ? 0 : unpackedEnds[chunks - 1];
    }

    /// The footer and its length, as it stands at rest.
    byte[] footer() {
        var count = chunks();
        var length = FIXED + PER_CHUNK * count;
        var bytes = ByteBuffer.allocate(length + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(BLOB).put(hash.bytes());
        bytes.put(HASHES).putInt(count).put(hashes);
        bytes.put(BOUNDARIES).putInt(count);
        for (var end : packedEnds) {
            bytes.putInt(end);
        }
        for (var end : unpackedEnds) {
            bytes.putInt(end);
        }
        var boundaries = 8 + 4 + 8 * count + 3 * 4 + NOTHING;
        bytes.putInt(count)
                .putInt(8 + 4 + MerkleHash.BYTES * count + boundaries)
                .putInt(boundaries);
        bytes.putInt(length, length);
        return bytes.array();
    }

    static void readFully(FileChannel file, ByteBuffer into, long position) throws IOException {
        for (var at = position; into.hasRemaining(); ) {
            var read = file.read(into, at);
            if (read < 0) {
                throw new IOException("a xorb at rest is cut short");
            }
            at += read;
        }
    }

    private static byte[] section(String ident, int version) {
        var bytes = Arrays.copyOf(ident.getBytes(StandardCharsets.US_ASCII), 8);
        bytes[7] = (byte) version;
        return bytes;
    }

    /// One xorb on its way in.
    private static final class Reception {

        private final InputStream body;
        private final OutputStream to;
        private final Chunk.Unpacker unpacker = new Chunk.Unpacker();
        private final byte[] packed = new byte[Chunk.HEADER + Limits.PACKED_CHUNK];
        private final MerkleTree tree = new MerkleTree();

        private byte[] hashes = new byte[64 * MerkleHash.BYTES];
        private int[] packedEnds = new int[64];
        private int[] unpackedEnds = new int[64];
        private int count;
        private long at;

        Reception(InputStream body, OutputStream to) {
            this.body = body;
            this.to = to;
        }

        Xorb run() throws IOException, Malformed {
            while (true) {
                var read = body.readNBytes(packed, 0, Chunk.HEADER);
                if (read == 0) {
                    return xorb();
                }
                require(read == Chunk.HEADER, "a chunk's header is whole");
                if (packed[0] == BLOB[0]) {
                    var xorb = xorb();
                    footer(xorb);
                    return xorb;
                }
                chunk();
            }
        }

        private void chunk() throws IOException, Malformed {
            require(count < Limits.CHUNKS_PER_XORB, "a xorb has at most 8192 chunks");
            var header = Chunk.Header.of(packed, at);
            var length = Chunk.HEADER + header.packed();
            require(at + length <= Limits.XORB, "a xorb has at most 64 MiB");
            require(tree.bytes() + header.unpacked() <= Limits.UNPACKED_XORB, "a xorb unpacks to at most 128 MiB");
            require(body.readNBytes(packed, Chunk.HEADER, header.packed()) == header.packed(), "a chunk is whole");
            to.write(packed, 0, length);
            System.arraycopy(packed, Chunk.HEADER, packed, 0, header.packed());
            var bytes = unpacker.unpack(header, packed, at);
            var hash = HashKey.CHUNK.of(bytes, 0, header.unpacked());
            tree.add(hash, header.unpacked());
            at += length;
            grow();
            hash.put(hashes, count * MerkleHash.BYTES);
            packedEnds[count] = (int) at;
            unpackedEnds[count] = (int) tree.bytes();
            count++;
        }

        private void grow() {
            if (count == packedEnds.length) {
                packedEnds = Arrays.copyOf(packedEnds, 2 * count);
                unpackedEnds = Arrays.copyOf(unpackedEnds, 2 * count);
                hashes = Arrays.copyOf(hashes, 2 * count * MerkleHash.BYTES);
            }
        }

        private Xorb xorb() throws Malformed {
            require(count > 0, "a xorb has a chunk");
            return new Xorb(
                    tree.root(),
                    Arrays.copyOf(hashes, count * MerkleHash.BYTES),
                    Arrays.copyOf(packedEnds, count),
                    Arrays.copyOf(unpackedEnds, count));
        }

        /// Reads the rest of the footer, whose first bytes are in `packed`, and compares it with the one we would
        /// write.
        private void footer(Xorb xorb) throws IOException, Malformed {
            var expected = xorb.footer();
            var footer = Arrays.copyOf(packed, expected.length);
            var rest = expected.length - Chunk.HEADER;
            require(body.readNBytes(footer, Chunk.HEADER, rest) == rest, "a footer is whole");
            Arrays.fill(footer, expected.length - 4 - NOTHING, expected.length - 4, (byte) 0);
            require(Arrays.equals(footer, expected), "a footer is of version 1 and true of its chunks");
            require(body.read() < 0, "nothing follows a footer");
        }

        private void require(boolean holds, String rule) throws Malformed {
            if (!holds) {
                throw new Malformed("the xorb", at, rule);
            }
        }
    }
}
