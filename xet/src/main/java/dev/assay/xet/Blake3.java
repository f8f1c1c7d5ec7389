package dev.assay.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// BLAKE3 with a key, for inputs that are in memory.
///
/// BLAKE3 cuts its input into pieces of 1024 bytes, hashes each by itself, and joins the hashes pairwise into a tree.
/// So
/// pieces are hashed side by side, up to 64 at once: word `w` of piece `i` lies in `state[w][i]`, and each step of the
/// algorithm is one loop over `i`, which the compiler turns into vector instructions. The levels of the tree
/// go the same way. Measured: `docs/decisions/blake3.md`.
///
/// The specification is *BLAKE3: one function, fast everywhere*; sections are of that paper.
final class Blake3 {

    private static final int PIECE = 1024;
    private static final int BLOCK = 64;
    private static final int WORDS = 8;
    private static final int MOST_LANES = 64;
    /// Lanes of the widest vectors there are, 512 bits.
    private static final int VECTOR = 16;

    // Domain flags, table 3.
    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 1 << 1;
    private static final int PARENT = 1 << 2;
    private static final int ROOT = 1 << 3;
    private static final int KEYED_HASH = 1 << 4;

    /// Table 1.
    private static final int[] IV = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A};

    /// Which message word each step takes: the permutation of table 2, applied once more each round.
    private static final int[][] SCHEDULE = schedule(2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8);

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] key = new int[WORDS];

    /// @param key 32 bytes
    Blake3(byte[] key) {
        if (key.length != WORDS * Integer.BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        for (var word = 0; word < WORDS; word++) {
            this.key[word] = (int) INTS.get(key, word * Integer.BYTES);
        }
    }

    MerkleHash hash(byte[] bytes, int offset, int length) {
        var pieces = Math.max(1, Math.ceilDiv(length, PIECE));
        var lanes = new Lanes(Math.min(pieces, MOST_LANES));
        // Word w of the hash of piece i is at 8i + w.
        var hashes = new int[pieces * WORDS];
        var whole = length / PIECE;
        for (var first = 0; first < whole; first += MOST_LANES) {
            pieces(lanes, bytes, offset + first * PIECE, first, Math.min(whole - first, MOST_LANES), pieces, hashes);
        }
        if (whole < pieces) {
            lastPiece(lanes, bytes, offset + whole * PIECE, length - whole * PIECE, pieces, hashes);
        }
        for (var nodes = pieces; nodes > 1; nodes = (nodes + 1) / 2) {
            parents(lanes, nodes, hashes);
        }
        return new MerkleHash(join(hashes, 0), join(hashes, 2), join(hashes, 4), join(hashes, 6));
    }

    /// Hashes `count` whole pieces side by side.
    private void pieces(Lanes lanes, byte[] bytes, int offset, int first, int count, int of, int[] hashes) {
        lanes.start(key, count);
        for (var block = 0; block < PIECE; block += BLOCK) {
            for (var lane = 0; lane < count; lane++) {
                lanes.load(lane, bytes, offset + lane * PIECE + block);
            }
            var last = block == PIECE - BLOCK;
            var flags =
                    KEYED_HASH | (block == 0 ? CHUNK_START : 0) | (last ? CHUNK_END : 0) | (last && of == 1 ? ROOT : 0);
            lanes.compress(count, first, BLOCK, flags);
        }
        lanes.store(count, hashes, first);
    }

    /// Hashes the piece that is not whole.
    private void lastPiece(Lanes lanes, byte[] bytes, int offset, int length, int of, int[] hashes) {
        lanes.start(key, 1);
        var padded = Arrays.copyOf(Arrays.copyOfRange(bytes, offset, offset + length), PIECE);
        var block = 0;
        do {
            lanes.load(0, padded, block);
            var last = block + BLOCK >= length;
            var flags =
                    KEYED_HASH | (block == 0 ? CHUNK_START : 0) | (last ? CHUNK_END : 0) | (last && of == 1 ? ROOT : 0);
            lanes.compress(1, of - 1, Math.min(BLOCK, length - block), flags);
            block += BLOCK;
        } while (block < length);
        lanes.store(1, hashes, of - 1);
    }

    /// Joins `nodes` hashes pairwise, in place; an odd one is carried up as it is (section 2.1).
    private void parents(Lanes lanes, int nodes, int[] hashes) {
        var pairs = nodes / 2;
        var flags = KEYED_HASH | PARENT | (nodes == 2 ? ROOT : 0);
        for (var first = 0; first < pairs; first += MOST_LANES) {
            var count = Math.min(pairs - first, MOST_LANES);
            lanes.start(key, count);
            for (var lane = 0; lane < count; lane++) {
                lanes.load(lane, hashes, (first + lane) * 2 * WORDS);
            }
            lanes.compress(count, 0, BLOCK, flags);
            lanes.store(count, hashes, first);
        }
        if (nodes % 2 == 1) {
            System.arraycopy(hashes, (nodes - 1) * WORDS, hashes, pairs * WORDS, WORDS);
        }
    }

    private static long join(int[] words, int at) {
        return Integer.toUnsignedLong(words[at]) | (long) words[at + 1] << 32;
    }

    private static int[][] schedule(int... permutation) {
        var schedule = new int[7][2 * WORDS];
        for (var word = 0; word < 2 * WORDS; word++) {
            schedule[0][word] = word;
        }
        for (var round = 1; round < schedule.length; round++) {
            for (var word = 0; word < 2 * WORDS; word++) {
                schedule[round][word] = schedule[round - 1][permutation[word]];
            }
        }
        return schedule;
    }

    /// So many compressions side by side. The first index of each array is the word, the second the lane.
    private static final class Lanes {

        private final int[][] chaining;
        private final int[][] message;
        private final int[][] state;

        Lanes(int count) {
            var most = atLeastAVector(count);
            chaining = new int[WORDS][most];
            message = new int[2 * WORDS][most];
            state = new int[2 * WORDS][most];
        }

        /// A few lanes are computed along with others that nobody asked for. It costs nothing, and loops that were
        /// seen to run once or twice are not compiled to vectors: then all would be half as fast.
        private static int atLeastAVector(int count) {
            return Math.max(count, VECTOR);
        }

        void start(int[] key, int count) {
            for (var word = 0; word < WORDS; word++) {
                Arrays.fill(chaining[word], 0, count, key[word]);
            }
        }

        void load(int lane, byte[] bytes, int offset) {
            for (var word = 0; word < message.length; word++) {
                message[word][lane] = (int) INTS.get(bytes, offset + word * Integer.BYTES);
            }
        }

        void load(int lane, int[] hashes, int offset) {
            for (var word = 0; word < message.length; word++) {
                message[word][lane] = hashes[offset + word];
            }
        }

        void store(int count, int[] hashes, int first) {
            for (var lane = 0; lane < count; lane++) {
                for (var word = 0; word < WORDS; word++) {
                    hashes[(first + lane) * WORDS + word] = chaining[word][lane];
                }
            }
        }

        /// Section 2.2.
        ///
        /// @param first the number of the first lane's piece; parents have number zero in every lane
        /// @param length bytes in each block
        void compress(int lanes, int first, int length, int flags) {
            var count = atLeastAVector(lanes);
            var v = state;
            var m = message;
            for (var word = 0; word < WORDS; word++) {
                System.arraycopy(chaining[word], 0, v[word], 0, count);
            }
            for (var word = 0; word < IV.length; word++) {
                Arrays.fill(v[WORDS + word], 0, count, IV[word]);
            }
            for (var lane = 0; lane < count; lane++) {
                v[12][lane] = (flags & PARENT) != 0 ? 0 : first + lane;
            }
            // The upper half of the piece's number: no input here has 2^32 pieces.
            Arrays.fill(v[13], 0, count, 0);
            Arrays.fill(v[14], 0, count, length);
            Arrays.fill(v[15], 0, count, flags);
            for (var s : SCHEDULE) {
                mix(count, v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
                mix(count, v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
                mix(count, v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
                mix(count, v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
                mix(count, v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
                mix(count, v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
                mix(count, v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
                mix(count, v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
            }
            for (var word = 0; word < WORDS; word++) {
                xor(count, chaining[word], v[word], v[WORDS + word]);
            }
        }

        /// The quarter round. Kept to one plain loop over arrays, so that it is compiled to vectors.
        private static void mix(int count, int[] as, int[] bs, int[] cs, int[] ds, int[] xs, int[] ys) {
            for (var i = 0; i < count; i++) {
                var a = as[i];
                var b = bs[i];
                var c = cs[i];
                var d = ds[i];
                a += b + xs[i];
                d = Integer.rotateRight(d ^ a, 16);
                c += d;
                b = Integer.rotateRight(b ^ c, 12);
                a += b + ys[i];
                d = Integer.rotateRight(d ^ a, 8);
                c += d;
                b = Integer.rotateRight(b ^ c, 7);
                as[i] = a;
                bs[i] = b;
                cs[i] = c;
                ds[i] = d;
            }
        }

        private static void xor(int count, int[] into, int[] a, int[] b) {
            for (var i = 0; i < count; i++) {
                into[i] = a[i] ^ b[i];
            }
        }
    }
}
