package dev.assay.xet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A file's bytes, put together from the chunks its terms name. Holds one chunk at a time.
///
/// Made only for a file of which everything the shard claims has been checked, save its SHA-256: that the xorbs are
/// there and the uploader's own, that terms lie inside them and have the length they claim, each term's verification
/// hash, and the file's hash over all chunks. The chunks themselves were hashed when their xorb came in; whoever
/// reads this to its end and hashes it learns whether the SHA-256 was true, and whether the disk kept its word.
public final class Reassembly extends InputStream {

    private final OpenXorbs xorbs;
    private final Shard.FileEntry file;
    private final long size;

    private final Chunk.Unpacker unpacker = new Chunk.Unpacker();
    private final byte[] packed = new byte[Chunk.HEADER + Limits.PACKED_CHUNK];
    private Shelf.@Nullable Stored current;
    private int nextTerm;
    private int nextChunk;
    private int lastChunk;
    private byte[] chunk = packed;
    private int read;
    private int filled;

    private Reassembly(OpenXorbs xorbs, Shard.FileEntry file, long size) {
        this.xorbs = xorbs;
        this.file = file;
        this.size = size;
    }

    /// Checks what is claimed of this file; see above.
    ///
    /// @throws Malformed if something is not as claimed
    public static Reassembly of(Shelf shelf, Shard.FileEntry file) throws IOException, Malformed {
        var xorbs = new OpenXorbs(shelf);
        try {
            return new Reassembly(xorbs, file, check(xorbs, file));
        } catch (IOException | Malformed | RuntimeException e) {
            xorbs.close();
            throw e;
        }
    }

    private static long check(OpenXorbs xorbs, Shard.FileEntry file) throws IOException, Malformed {
        var tree = new MerkleTree();
        for (var i = 0; i < file.terms(); i++) {
            var term = file.term(i);
            var found = xorbs.find(term.xorb());
            require(found.isPresent(), i, "the xorbs of a file were sent before, by the same account, to this address");
            var xorb = found.get().xorb();
            require(term.end() <= xorb.chunks(), i, "a term lies inside its xorb");
            require(xorb.unpacked(term.start(), term.end()) == term.unpacked(), i, "a term has the length it claims");
            require(xorb.term(term.start(), term.end()).equals(term.verification()), i, "a term's hash is true");
            for (var chunk = term.start(); chunk < term.end(); chunk++) {
                tree.add(xorb.chunk(chunk), xorb.unpacked(chunk, chunk + 1));
            }
        }
        require(tree.fileHash().equals(file.hash()), file.terms(), "a file's hash is that over all its chunks");
        return tree.bytes();
    }

    private static void require(boolean holds, int term, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed("a file's list of terms", term * 48L, rule);
        }
    }

    /// Bytes in all.
    public long size() {
        return size;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(chunk[read++]) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var given = Math.min(length, filled - read);
        System.arraycopy(chunk, read, into, offset, given);
        read += given;
        return given;
    }

    /// Sees to it that there is something to read; false at the end.
    private boolean fill() throws IOException {
        if (read < filled) {
            return true;
        }
        while (nextChunk == lastChunk) {
            if (nextTerm == file.terms()) {
                return false;
            }
            turn(file.term(nextTerm++));
        }
        unpack(nextChunk++);
        return true;
    }

    private void turn(Shard.Term term) throws IOException {
        current = xorbs.find(term.xorb()).orElseThrow(() -> new IOException("a xorb has gone: " + term.xorb()));
        nextChunk = term.start();
        lastChunk = term.end();
    }

    private void unpack(int index) throws IOException {
        var stored = current;
        if (stored == null) {
            throw new IOException("the stream is closed");
        }
        var start = stored.xorb().packedStart(index);
        var length = (int) (stored.xorb().packedStart(index + 1) - start);
        Xorb.readFully(stored.file(), ByteBuffer.wrap(packed, 0, length), start);
        try {
            var header = Chunk.Header.of(packed, start);
            if (header.packed() != length - Chunk.HEADER
                    || header.unpacked() != stored.xorb().unpacked(index, index + 1)) {
                throw new IOException(
                        "a xorb at rest is damaged: " + stored.xorb().hash());
            }
            System.arraycopy(packed, Chunk.HEADER, packed, 0, header.packed());
            chunk = unpacker.unpack(header, packed, start);
            filled = header.unpacked();
            read = 0;
        } catch (Malformed e) {
            throw new IOException("a xorb at rest is damaged: " + stored.xorb().hash(), e);
        }
    }

    @Override
    public void close() throws IOException {
        current = null;
        xorbs.close();
    }
}
