package dev.assay.xet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The vectors are those that the reference client (hf_xet 1.6.0) computed for pseudorandom bytes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MerkleTreeSpec {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Vector(byte[] bytes, int[] chunks, String root, String file) {

        static Vector of(int length, String root, String file, int... chunks) {
            return new Vector(Parcel.pseudorandom(length), chunks, root, file);
        }
    }

    private static final List<Vector> VECTORS = List.of(
            Vector.of(0, "0".repeat(64), "0".repeat(64)),
            Vector.of(
                    1,
                    "a2e0a63dfec314355dffba3201aae77fb6bd39186ddc532162aa7f822879785f",
                    "994b8e4a934411cc0f03e2089fb8c276893059dd1485f86226f0aac86473e33e",
                    1),
            Vector.of(
                    100,
                    "dfac6fe6e086f6d49995abe8228ec6a5eacac2f78a5a7fc656464900efc2ee2a",
                    "f42f484dd54c1cc9665b4fa8e719276e17ceb78aa12773b79b0d97e199966596",
                    100),
            Vector.of(
                    65536,
                    "e2b86cbc157a141cbfc06c7c91b5ef37bc69de60e3cbfac909e8ca88d6c79e71",
                    "2e64282bcac52c02b7956ac043c78b3eb5cd0e785e53a94d39a986d3a41d654a",
                    64662,
                    874),
            Vector.of(
                    300000,
                    "466f8967f257c6eb3a1762aabd4c74129fffdb332b4d7fa9b378fb353a323cf5",
                    "b314620bfe313447d311493b7e7dcf546f6bf1ec0d8f45d2a122dd0afd329423",
                    64662,
                    131072,
                    23091,
                    81175),
            Vector.of(
                    1000000,
                    "4a91228985a7b80de6ecc210e6e5358be3d6dc4d90d1a8c82b74b81d4c67a698",
                    "21a116f0b13407b52058e644fe19dbd1398e63edf75cc008d3ea0c2b87c07944",
                    64662,
                    131072,
                    23091,
                    131072,
                    32553,
                    131072,
                    31896,
                    10763,
                    80309,
                    84001,
                    14949,
                    59885,
                    39598,
                    24612,
                    8209,
                    65611,
                    45996,
                    20649),
            new Vector(
                    new byte[400000],
                    new int[] {131072},
                    "5d1a72558fb9c52ed9bcc282e6e4b57030c957a8e51fd05f742db4637dc9f5a8",
                    "9d19082015056c26021f5c5e03f1a342d9028634c6e005df0fedac0a3c74b916"));

    @Test
    void xorbs_and_files_have_the_hashes_that_the_reference_client_gives_them() {
        for (var vector : VECTORS) {
            var name = vector.bytes().length + " bytes";

            assertThat(tree(vector).root()).as(name).hasToString(vector.root());
            assertThat(tree(vector).fileHash()).as(name).hasToString(vector.file());
        }
    }

    @Test
    void a_chunk_has_the_hash_that_the_reference_client_gives_it() {
        var first = Parcel.cut(Parcel.pseudorandom(65536), 64662).getFirst();

        assertThat(HashKey.CHUNK.of(first))
                .hasToString("d268e73ccad507db1e32904cbbb76cf651682582a09bb5a2a494e6b5fec61ca8");
    }

    @Test
    void a_hash_survives_being_written_down() {
        var text = "d268e73ccad507db1e32904cbbb76cf651682582a09bb5a2a494e6b5fec61ca8";

        assertThat(MerkleHash.parse(text).orElseThrow()).hasToString(text);
        assertThat(MerkleHash.parse(text).orElseThrow().bytes()).startsWith(0xdb, 0x07, 0xd5, 0xca);
        assertThat(MerkleHash.parse(text.substring(1))).isEmpty();
        assertThat(MerkleHash.parse(text.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    }

    private static MerkleTree tree(Vector vector) {
        var tree = new MerkleTree();
        if (vector.bytes().length > 0) {
            Parcel.cut(vector.bytes(), vector.chunks())
                    .forEach(chunk -> tree.add(HashKey.CHUNK.of(chunk), chunk.length));
        }
        return tree;
    }
}
