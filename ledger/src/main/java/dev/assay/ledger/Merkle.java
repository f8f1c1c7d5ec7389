package dev.assay.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The tree of RFC 6962 and its proofs. Leaves and nodes are hashed apart, so that neither can pose as the other.
///
/// No storage and no clock; proofs are checked as RFC 9162 section 2.1 says.
final class Merkle {

    /// Bytes of a hash.
    static final int HASH = 32;

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    /// Where the hashes of perfect subtrees are kept.
    interface Hashes {

        /// The hash of the `index`th perfect subtree of 2^level leaves, which must be complete.
        byte[] subtree(int level, long index);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] leaf(byte[] line) {
        return sha256(LEAF, line);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(NODE, left, right);
    }

    /// The root of these perfect subtrees of equal size, a power of two in number.
    static byte[] perfect(byte[] hashes, int from, int count) {
        if (count == 1) {
            return Arrays.copyOfRange(hashes, from * HASH, (from + 1) * HASH);
        }
        var half = count / 2;
        return node(perfect(hashes, from, half), perfect(hashes, from + half, half));
    }

    /// The root of the leaves from `low` (inclusive) to `high` (exclusive).
    static byte[] root(Hashes hashes, long low, long high) {
        var count = high - low;
        if (count == 0) {
            return sha256();
        }
        if (Long.bitCount(count) == 1) {
            return hashes.subtree(Long.numberOfTrailingZeros(count), low / count);
        }
        var split = low + split(count);
        return node(root(hashes, low, split), root(hashes, split, high));
    }

    /// Shows that the leaf at `index` is in the tree of `size` leaves (RFC 6962 section 2.1.1).
    static List<byte[]> inclusion(Hashes hashes, long index, long size) {
        var path = new ArrayDeque<byte[]>();
        long low = 0;
        var high = size;
        while (high - low > 1) {
            var middle = low + split(high - low);
            if (index < middle) {
                path.addFirst(root(hashes, middle, high));
                high = middle;
            } else {
                path.addFirst(root(hashes, low, middle));
                low = middle;
            }
        }
        return List.copyOf(path);
    }

    /// Shows that the tree of `older` leaves is the beginning of the one of `newer` (RFC 6962 section 2.1.2).
    static List<byte[]> consistency(Hashes hashes, long older, long newer) {
        var path = new ArrayDeque<byte[]>();
        if (older == 0 || older == newer) {
            return List.of();
        }
        long low = 0;
        var high = newer;
        var whole = true;
        while (older != high) {
            var middle = low + split(high - low);
            if (older <= middle) {
                path.addFirst(root(hashes, middle, high));
                high = middle;
            } else {
                path.addFirst(root(hashes, low, middle));
                low = middle;
                whole = false;
            }
        }
        if (!whole) {
            path.addFirst(root(hashes, low, high));
        }
        return List.copyOf(path);
    }

    static boolean included(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var at = index;
        var last = size - 1;
        var hash = leaf;
        for (var beside : path) {
            if (last == 0 || beside.length != HASH) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = node(beside, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    static boolean consistent(long older, long newer, byte[] olderRoot, byte[] newerRoot, List<byte[]> path) {
        if (older < 0 || older > newer) {
            return false;
        }
        if (older == newer) {
            return path.isEmpty() && MessageDigest.isEqual(olderRoot, newerRoot);
        }
        if (older == 0) {
            return path.isEmpty() && MessageDigest.isEqual(olderRoot, sha256());
        }
        var rest = new ArrayList<>(path);
        if (Long.bitCount(older) == 1) {
            rest.addFirst(olderRoot);
        }
        if (rest.isEmpty()) {
            return false;
        }
        var at = older - 1;
        var last = newer - 1;
        while ((at & 1) == 1) {
            at >>= 1;
            last >>= 1;
        }
        var before = rest.removeFirst();
        var after = before;
        for (var beside : rest) {
            if (last == 0 || beside.length != HASH) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                before = node(beside, before);
                after = node(beside, after);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                after = node(after, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(before, olderRoot) && MessageDigest.isEqual(after, newerRoot);
    }

    /// The largest power of two below this.
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
