package dev.assay.xet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;

/// What a client sends: xorbs and shards, true ones, and false ones where a test says so.
public final class Parcel {

    private Parcel() {}

    /// The test bytes that the protocol's vectors are about.
    public static byte[] pseudorandom(int length) {
        var bytes = new byte[length];
        var x = 1L;
        for (var i = 0; i < length; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) (x >>> 56);
        }
        return bytes;
    }

    /// Cuts bytes into chunks of these lengths, the last length again and again.
    public static List<byte[]> cut(byte[] bytes, int... lengths) {
        var chunks = new ArrayList<byte[]>();
        for (int at = 0, i = 0; at < bytes.length; i++) {
            var end = Math.min(bytes.length, at + lengths[Math.min(i, lengths.length - 1)]);
            chunks.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return chunks;
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A xorb, serialised without its footer.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Sent(String hash, byte[] body, List<byte[]> chunks) {}

    /// Packs chunks by scheme 0, 1 or 2; which one, goes round.
    public static Sent xorb(List<byte[]> chunks) {
        var body = new ByteArrayOutputStream();
        var tree = new MerkleTree();
        for (var i = 0; i < chunks.size(); i++) {
            body.writeBytes(chunk(chunks.get(i), i % 3));
            tree.add(HashKey.CHUNK.of(chunks.get(i)), chunks.get(i).length);
        }
        return new Sent(tree.root().toString(), body.toByteArray(), List.copyOf(chunks));
    }

    static byte[] chunk(byte[] bytes, int scheme) {
        var packed = switch (scheme) {
            case 0 -> bytes;
            case 1 -> lz4(bytes);
            default -> lz4(grouped(bytes));
        };
        return chunk(packed.length, scheme, bytes.length, packed);
    }

    static byte[] chunk(int packed, int scheme, int unpacked, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(packed << 8)
                .putInt(unpacked << 8 | scheme)
                .put(payload)
                .array();
    }

    static byte[] lz4(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var frame = new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB)) {
            frame.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] grouped(byte[] bytes) {
        var grouped = new byte[bytes.length];
        var to = 0;
        for (var group = 0; group < 4; group++) {
            for (var from = group; from < bytes.length; from += 4) {
                grouped[to++] = bytes[from];
            }
        }
        return grouped;
    }

    /// A term that takes chunks of a xorb.
    public record Take(Sent xorb, int start, int end) {

        public static Take all(Sent xorb) {
            return new Take(xorb, 0, xorb.chunks().size());
        }

        private List<byte[]> chunks() {
            return xorb.chunks().subList(start, end);
        }
    }

    /// A file as a shard describes it.
    public record Claim(String hash, String sha256, List<Take> terms) {

        public Claim withSha256(String other) {
            return new Claim(hash, other, terms);
        }

        public Claim withHash(String other) {
            return new Claim(other, sha256, terms);
        }
    }

    public static byte[] bytes(Take... terms) {
        var bytes = new ByteArrayOutputStream();
        for (var term : terms) {
            term.chunks().forEach(bytes::writeBytes);
        }
        return bytes.toByteArray();
    }

    /// A true claim about the file that these terms make.
    public static Claim file(Take... terms) {
        var tree = new MerkleTree();
        for (var term : terms) {
            term.chunks().forEach(chunk -> tree.add(HashKey.CHUNK.of(chunk), chunk.length));
        }
        return new Claim(tree.fileHash().toString(), sha256(bytes(terms)), List.of(terms));
    }

    public static byte[] shard(Claim... files) {
        var shard = new Records().header(2, 0);
        for (var file : files) {
            shard.file(file.hash(), 0xC0000000, file.terms().size());
            for (var term : file.terms()) {
                var length =
                        term.chunks().stream().mapToInt(chunk -> chunk.length).sum();
                shard.record(term.xorb().hash(), 0, length, term.start(), term.end());
            }
            for (var term : file.terms()) {
                var hashes = new ByteArrayOutputStream();
                term.chunks()
                        .forEach(chunk ->
                                hashes.writeBytes(HashKey.CHUNK.of(chunk).bytes()));
                shard.record(HashKey.TERM.of(hashes.toByteArray()).toString(), 0, 0, 0, 0);
            }
            shard.record(file.sha256(), 0, 0, 0, 0);
        }
        return shard.bookend().bookend().done();
    }

    /// The records of a shard, one by one.
    public static final class Records {

        private static final String BOOKEND = "f".repeat(64);
        private static final int[] TAG = {
            72, 70, 82, 101, 112, 111, 77, 101, 116, 97, 68, 97, 116, 97, 0, 85, 105, 103, 69, 106, 123, 129, 87, 131,
            165, 189, 217, 92, 205, 209, 74, 169
        };

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Records header(long version, long footer) {
            for (var one : TAG) {
                bytes.write(one);
            }
            bytes.writeBytes(ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(version)
                    .putLong(footer)
                    .array());
            return this;
        }

        public Records file(String hash, int flags, int terms) {
            return record(hash, flags, terms, 0, 0);
        }

        public Records bookend() {
            return record(BOOKEND, 0, 0, 0, 0);
        }

        public Records record(String hash, int a, int b, int c, int d) {
            bytes.writeBytes(MerkleHash.parse(hash).orElseThrow().bytes());
            bytes.writeBytes(ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(a)
                    .putInt(b)
                    .putInt(c)
                    .putInt(d)
                    .array());
            return this;
        }

        public byte[] done() {
            return bytes.toByteArray();
        }
    }
}
