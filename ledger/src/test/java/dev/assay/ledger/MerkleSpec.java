package dev.assay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Against the reference vectors of Certificate Transparency, and against RFC 6962's definition word for word.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MerkleSpec {

    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void roots_are_those_of_certificate_transparency() {
        var frontier = new Frontier();
        assertThat(hex(frontier.root())).isEqualTo(ROOTS.getFirst());
        for (var i = 0; i < LEAVES.size(); i++) {
            frontier.add(Merkle.leaf(HexFormat.of().parseHex(LEAVES.get(i))));

            assertThat(hex(frontier.root())).isEqualTo(ROOTS.get(i + 1));
        }
    }

    @Test
    void a_proof_is_that_of_certificate_transparency() {
        var tree = new Tree(LEAVES.stream()
                .map(it -> Merkle.leaf(HexFormat.of().parseHex(it)))
                .toList());

        assertThat(Merkle.inclusion(tree, 0, 8).stream().map(MerkleSpec::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    }

    @Test
    void every_line_of_every_small_tree_is_shown_and_nothing_else_is() {
        for (var size = 1; size <= 70; size++) {
            var tree = Tree.of(size);
            var root = Merkle.root(tree, 0, size);
            for (var index = 0; index < size; index++) {
                var path = Merkle.inclusion(tree, index, size);
                var leaf = tree.leaves.get(index);

                assertThat(Merkle.included(leaf, index, size, path, root)).isTrue();
                assertThat(Merkle.included(leaf, index + 1, size, path, root)).isFalse();
                assertThat(Merkle.included(leaf, index - 1, size, path, root)).isFalse();
                assertThat(Merkle.included(root, index, size, path, root)).isEqualTo(size == 1);
                for (var wrong : wrongs(path)) {
                    assertThat(Merkle.included(leaf, index, size, wrong, root)).isFalse();
                }
            }
        }
    }

    @Test
    void every_small_tree_is_shown_to_begin_the_larger_ones_and_no_other_is() {
        for (var newer = 1; newer <= 70; newer++) {
            var tree = Tree.of(newer);
            var root = Merkle.root(tree, 0, newer);
            for (var older = 1; older <= newer; older++) {
                var path = Merkle.consistency(tree, older, newer);
                var before = Merkle.root(tree, 0, older);

                assertThat(Merkle.consistent(older, newer, before, root, path)).isTrue();
                assertThat(Merkle.consistent(older, newer, flipped(before), root, path))
                        .isFalse();
                for (var wrong : wrongs(path)) {
                    assertThat(Merkle.consistent(older, newer, before, root, wrong))
                            .isFalse();
                }
            }
        }
    }

    private static List<List<byte[]>> wrongs(List<byte[]> path) {
        var wrongs = new ArrayList<List<byte[]>>();
        var longer = new ArrayList<>(path);
        longer.add(Merkle.sha256());
        wrongs.add(longer);
        for (var i = 0; i < path.size(); i++) {
            var shorter = new ArrayList<>(path);
            shorter.remove(i);
            wrongs.add(shorter);
            var other = new ArrayList<>(path);
            other.set(i, flipped(path.get(i)));
            wrongs.add(other);
        }
        return wrongs;
    }

    private static byte[] flipped(byte[] hash) {
        var other = hash.clone();
        other[7] ^= 1;
        return other;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /// A tree by the book: no hash is kept, each is computed from the leaves.
    private record Tree(List<byte[]> leaves) implements Merkle.Hashes {

        static Tree of(int size) {
            var leaves = new ArrayList<byte[]>();
            for (var i = 0; i < size; i++) {
                leaves.add(Merkle.leaf(ByteBuffer.allocate(4).putInt(i).array()));
            }
            return new Tree(leaves);
        }

        @Override
        public byte[] subtree(int level, long index) {
            if (level == 0) {
                return leaves.get((int) index);
            }
            return Merkle.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
        }
    }
}
