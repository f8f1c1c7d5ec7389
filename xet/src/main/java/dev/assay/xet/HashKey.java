package dev.assay.xet;

/// What a hash is for. Each purpose has its own key, so that none can pose as another.
///
/// The keys are constants of the protocol.
final class HashKey {

    /// The unpacked bytes of one chunk.
    static final HashKey CHUNK = new HashKey(
            102, 151, 245, 119, 91, 149, 80, 222, 49, 53, 203, 172, 165, 151, 24, 28, 157, 228, 33, 16, 155, 235, 43,
            88, 180, 208, 176, 75, 147, 173, 242, 41);

    /// The children of one node of a [MerkleTree].
    static final HashKey NODE = new HashKey(
            1, 126, 197, 199, 165, 71, 41, 150, 253, 148, 102, 102, 180, 138, 2, 230, 93, 221, 83, 111, 55, 199, 109,
            210, 248, 99, 82, 230, 74, 83, 113, 63);

    /// The chunk hashes of one term of a file.
    static final HashKey TERM = new HashKey(
            127, 24, 87, 214, 206, 86, 237, 102, 18, 127, 249, 19, 231, 165, 195, 243, 164, 205, 38, 213, 181, 219, 73,
            230, 65, 36, 152, 127, 40, 251, 148, 195);

    /// The root of a file's tree.
    static final HashKey FILE = new HashKey(new int[MerkleHash.BYTES]);

    private final Blake3 blake3;

    private HashKey(int... key) {
        var bytes = new byte[key.length];
        for (var i = 0; i < key.length; i++) {
            bytes[i] = (byte) key[i];
        }
        this.blake3 = new Blake3(bytes);
    }

    MerkleHash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    MerkleHash of(byte[] bytes, int offset, int length) {
        return blake3.hash(bytes, offset, length);
    }
}
