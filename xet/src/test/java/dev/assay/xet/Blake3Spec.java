package dev.assay.xet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class Blake3Spec {

    private static final byte[] KEY = "whats the Elvish word for friend".getBytes(US_ASCII);

    /// From the test vectors of BLAKE3's authors (`keyed_hash`, its first 32 bytes).
    private static final Object[][] VECTORS = {
        {0, "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26"},
        {1, "6d7878dfff2f485635d39013278ae14f1454b8c0a3a2d34bc1ab38228a80c95b"},
        {1023, "c951ecdf03288d0fcc96ee3413563d8a6d3589547f2c2fb36d9786470f1b9d6e"},
        {1024, "75c46f6f3d9eb4f55ecaaee480db732e6c2105546f1e675003687c31719c7ba4"},
        {1025, "357dc55de0c7e382c900fd6e320acc04146be01db6a8ce7210b7189bd664ea69"},
        {2048, "879cf1fa2ea0e79126cb1063617a05b6ad9d0b696d0d757cf053439f60a99dd1"},
        {2049, "9f29700902f7c86e514ddc4df1e3049f258b2472b6dd5267f61bf13983b78dd5"},
        {3072, "044a0e7b172a312dc02a4c9a818c036ffa2776368d7f528268d2e6b5df191770"},
        {3073, "68dede9bef00ba89e43f31a6825f4cf433389fedae75c04ee9f0cf16a427c95a"},
        {4097, "00df940cd36bb9fa7cbbc3556744e0dbc8191401afe70520ba292ee3ca80abbc"},
        {5121, "6ccf1c34753e7a044db80798ecd0782a8f76f33563accaddbfbb2e0ea4b2d024"},
        {6145, "9ac301e9e39e45e3250a7e3b3df701aa0fb6889fbd80eeecf28dbc6300fbc539"},
        {7169, "ed9b1a922c046fdb3d423ae34e143b05ca1bf28b710432857bf738bcedbfa511"},
    };

    private final Blake3 blake3 = new Blake3(KEY);

    @Test
    void the_vectors_of_its_authors_hold() {
        for (var vector : VECTORS) {
            var input = new byte[(int) vector[0]];
            for (var i = 0; i < input.length; i++) {
                input[i] = (byte) (i % 251);
            }

            assertThat(hash(input)).as("%s bytes", vector[0]).isEqualTo(vector[1]);
        }
    }

    @Test
    void it_agrees_with_another_implementation_around_every_boundary() {
        var random = new Random(20);
        for (var pieces : new int[] {0, 1, 2, 3, 7, 8, 63, 64, 65, 127, 128, 129, 191, 200, 256}) {
            for (var more : new int[] {0, 1, 63, 64, 65, 960, 961, 1023}) {
                var input = new byte[pieces * 1024 + more];
                random.nextBytes(input);

                assertThat(hash(input)).as("%s bytes", input.length).isEqualTo(peer(input));
            }
        }
    }

    @Test
    void only_the_bytes_that_were_meant_count() {
        var input = Parcel.pseudorandom(5000);

        var part = blake3.hash(input, 700, 3000);

        assertThat(part).isEqualTo(blake3.hash(Arrays.copyOfRange(input, 700, 3700), 0, 3000));
    }

    private String hash(byte[] input) {
        return HexFormat.of().formatHex(blake3.hash(input, 0, input.length).bytes());
    }

    private static String peer(byte[] input) {
        return HexFormat.of()
                .formatHex(org.apache.commons.codec.digest.Blake3.initKeyedHash(KEY)
                        .update(input)
                        .doFinalize(32));
    }
}
