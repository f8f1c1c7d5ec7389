package dev.assay.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectionCodecSpec {

    private static final Place AT = new Place("archive/data.pkl", 31);
    private static final Inspection EVERYTHING = new Inspection(
            Digest.of(new byte[0]),
            1L << 40,
            7,
            "zip",
            "1",
            List.of(
                    new Finding.Calls(AT, "posix.system", List.of("'echo assay-marker'", "?")),
                    new Finding.Imports(AT, "a.b"),
                    new Finding.Runs(AT, "a script"),
                    new Finding.Names(AT, "code"),
                    new Finding.Carries(AT, "an app"),
                    new Finding.Escapes(AT, "../x"),
                    new Finding.PosesAs(AT, List.of("zip", "png")),
                    new Finding.Differs(AT, "names"),
                    new Finding.Departs(AT, "junk"),
                    new Finding.Outgrows(AT, "a limit"),
                    new Finding.Breaks(AT, "a rule"),
                    new Finding.Eludes(AT, "a reason")));

    @Test
    void every_kind_of_finding_survives_the_way() throws Exception {
        assertThat(InspectionCodec.decode(InspectionCodec.encode(EVERYTHING))).isEqualTo(EVERYTHING);
    }

    @Test
    void a_part_of_an_inspection_is_not_one() {
        var whole = InspectionCodec.encode(EVERYTHING);
        for (var length = 0; length < whole.length; length++) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> InspectionCodec.decode(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothing_may_follow_an_inspection() {
        var longer = Arrays.copyOf(InspectionCodec.encode(EVERYTHING), InspectionCodec.encode(EVERYTHING).length + 1);

        assertThatThrownBy(() -> InspectionCodec.decode(longer)).isInstanceOf(IOException.class);
    }

    @Test
    void whatever_a_worker_answers_is_an_inspection_or_an_input_error() {
        var seed = 20_260_101L;
        var random = new Random(seed);
        var whole = InspectionCodec.encode(EVERYTHING);
        for (var i = 0; i < 20_000; i++) {
            var bytes = random.nextBoolean() ? whole.clone() : new byte[random.nextInt(200)];
            for (var k = 0; k < 1 + random.nextInt(6) && bytes.length > 0; k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(InspectionCodec.decode(bytes).size()).isNotNegative();
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            } catch (RuntimeException wrong) {
                throw new AssertionError("seed " + seed + ", try " + i, wrong);
            }
        }
    }

    @Test
    void a_text_beyond_measure_is_cut_and_not_lost() throws Exception {
        var huge = new Inspection(
                Digest.of(new byte[0]), 0, 0, "x", "1", List.of(new Finding.Runs(AT, "é".repeat(100_000))));

        var back = InspectionCodec.decode(InspectionCodec.encode(huge));

        assertThat(back.findings()).hasSize(1);
        assertThat(back.findings().getFirst().predicate())
                .startsWith("runs ééé")
                .endsWith("…");
    }
}
