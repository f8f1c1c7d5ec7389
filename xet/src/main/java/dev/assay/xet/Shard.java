package dev.assay.xet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client says its files consist of, in the form in which it is uploaded.
///
/// Records of 48 bytes: a header; for each file its hash, its *terms* (so many chunks of that xorb), for each term a
/// hash over the hashes of its chunks, and the SHA-256 that the client claims; a bookend; then a list of new xorbs, for
/// other clients to find duplicates in, whose shape is checked and which is not used; a bookend.
///
/// Checked whole before any of it is handed out, and not copied: terms are read where they lie.
public final class Shard {

    private static final int RECORD = 48;
    private static final byte[] TAG = {
        'H',
        'F',
        'R',
        'e',
        'p',
        'o',
        'M',
        'e',
        't',
        'a',
        'D',
        'a',
        't',
        'a',
        0,
        85,
        105,
        103,
        69,
        106,
        123,
        (byte) 129,
        87,
        (byte) 131,
        (byte) 165,
        (byte) 189,
        (byte) 217,
        92,
        (byte) 205,
        (byte) 209,
        74,
        (byte) 169
    };
    private static final MerkleHash BOOKEND = new MerkleHash(-1, -1, -1, -1);
    private static final long VERSION = 2;
    private static final int WITH_VERIFICATION = 1 << 31;
    private static final int WITH_SHA256 = 1 << 30;

    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final List<FileEntry> files = new ArrayList<>();
    private long at;

    private Shard(MemorySegment bytes) {
        this.bytes = bytes;
    }

    /// @param bytes must not change, and stay readable as long as the shard is used
    public static Shard of(MemorySegment bytes) throws Malformed {
        var shard = new Shard(bytes);
        shard.read();
        return shard;
    }

    public List<FileEntry> files() {
        return List.copyOf(files);
    }

    private void read() throws Malformed {
        var header = step(1);
        require(
                bytes.asSlice(header, TAG.length).mismatch(MemorySegment.ofArray(TAG)) < 0,
                "a shard starts with its tag");
        require(bytes.get(U64, header + 32) == VERSION, "a shard is of version 2");
        require(bytes.get(U64, header + 40) == 0, "an uploaded shard has no footer");
        for (var record = step(1); !hash(record).equals(BOOKEND); record = step(1)) {
            files.add(file(record));
        }
        for (var record = step(1); !hash(record).equals(BOOKEND); record = step(1)) {
            step(Integer.toUnsignedLong(bytes.get(U32, record + 36)));
        }
        require(at == bytes.byteSize(), "nothing follows a shard");
    }

    private FileEntry file(long record) throws Malformed {
        var flags = bytes.get(U32, record + 32);
        var count = Integer.toUnsignedLong(bytes.get(U32, record + 36));
        require((flags & ~(WITH_VERIFICATION | WITH_SHA256)) == 0, "a file has only flags that we know");
        require(count == 0 || (flags & WITH_VERIFICATION) != 0, "the terms of a file come with verification hashes");
        var terms = step(count);
        var verification = (flags & WITH_VERIFICATION) != 0 ? step(count) : at;
        var sha256 = (flags & WITH_SHA256) != 0 ? Optional.of(hash(step(1)).toString()) : Optional.<String>empty();
        var file = new FileEntry(this, hash(record), terms, verification, (int) count, sha256);
        for (var i = 0; i < count; i++) {
            var term = file.term(i);
            require(
                    term.start() >= 0 && term.start() < term.end() && term.end() <= Limits.CHUNKS_PER_XORB,
                    "a term takes at least one chunk of its xorb");
        }
        return file;
    }

    private MerkleHash hash(long offset) {
        return new MerkleHash(
                bytes.get(U64, offset),
                bytes.get(U64, offset + 8),
                bytes.get(U64, offset + 16),
                bytes.get(U64, offset + 24));
    }

    /// Steps over so many records, if they are all here, and says where they start.
    private long step(long records) throws Malformed {
        require(records <= (bytes.byteSize() - at) / RECORD, "as many records as a shard declares are in it");
        var start = at;
        at += records * RECORD;
        return start;
    }

    private void require(boolean holds, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed("the shard", at, rule);
        }
    }

    /// One file, as claimed.
    public static final class FileEntry {

        private final Shard shard;
        private final MerkleHash hash;
        private final long terms;
        private final long verification;
        private final int count;
        private final Optional<String> sha256;

        private FileEntry(
                Shard shard, MerkleHash hash, long terms, long verification, int count, Optional<String> sha256) {
            this.shard = shard;
            this.hash = hash;
            this.terms = terms;
            this.verification = verification;
            this.count = count;
            this.sha256 = sha256;
        }

        /// The file's name in the protocol.
        public MerkleHash hash() {
            return hash;
        }

        /// How many terms there are.
        public int terms() {
            return count;
        }

        public Term term(int index) {
            var at = terms + (long) index * RECORD;
            return new Term(
                    shard.hash(at),
                    Integer.toUnsignedLong(shard.bytes.get(U32, at + 36)),
                    shard.bytes.get(U32, at + 40),
                    shard.bytes.get(U32, at + 44),
                    shard.hash(verification + (long) index * RECORD));
        }

        /// 64 hexadecimal digits. A claim: only hashing the bytes makes it true.
        public Optional<String> sha256() {
            return sha256;
        }

        /// Bytes of the file, as claimed.
        public long size() {
            var size = 0L;
            for (var i = 0; i < count; i++) {
                size += term(i).unpacked();
            }
            return size;
        }
    }

    /// Some chunks of one xorb, in order.
    ///
    /// @param unpacked bytes they unpack to
    /// @param start the first chunk
    /// @param end the chunk after the last
    /// @param verification over the hashes of these chunks
    public record Term(MerkleHash xorb, long unpacked, int start, int end, MerkleHash verification) {}
}
