package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.isNotSafe;
import static dev.assay.judge.Museum.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.ModelForge;
import dev.assay.forge.ZipForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Attacks on the scanner's time and memory, R1 to R10: it ends, and does not say that all is well.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ExhaustionBypassSpec {

    @Test
    void R1_what_doubles_with_every_opcode_is_weighed_and_not_made() {
        for (var pair : List.of("](h%h%e", "h%h%\u0086", "}(K\1h%K\2h%u")) {
            var laughs = pickle(4).raw("]\u0094");
            for (var i = 0; i < 60; i++) {
                laughs.raw(pair.replace('%', (char) i) + "\u0094");
            }
            isNotSafe(laughs.stop().done(), "outgrows");
        }
    }

    @Test
    void R2_a_memo_is_as_large_as_what_is_in_it() {
        isNotSafe(pickle(4).raw("Nr\u00ff\u00ff\u00ff\u00ff.").done(), "larger than any writer counts");
        isNotSafe(pickle().raw("Np99999999999\n.").done(), "larger than any writer counts");
    }

    @Test
    void R3_R4_a_length_is_believed_when_the_bytes_are_there() {
        for (var opcode : List.of("\u008d", "\u008e", "\u0096")) {
            convicts(payload().raw(opcode).u64(1L << 60));
            isNotSafe(pickle(5).raw("NNN" + opcode).u64(1L << 60).done(), "a value ends inside the file");
        }
        isNotSafe(pickle(4).raw("\u008b\u00ff\u00ff\u00ff\u007f.").done(), "");
        isNotSafe(pickle(4).raw("\u008b\0\0\20\0").raw(new byte[1 << 20]).stop().done(), "outgrows the digits");
        isNotSafe(pickle().raw("I" + "9".repeat(1_000_000) + "\n.").done(), "outgrows the digits");
    }

    @Test
    void R5_R6_depth_and_circles_are_walked_without_recursion() {
        isNotSafe(pickle(4).raw("N" + "\u0085".repeat(1_000_000) + ".").done(), "outgrows");
        isNotSafe(pickle(4).raw("(".repeat(1_000_000) + ".").done(), "");
        assertThat(Museum.verdict(pickle(4).raw("]\u0094h\0a.").done()).word()).isEqualTo(Word.SAFE);
    }

    @Test
    void R7_what_is_packed_is_unpacked_within_a_budget() {
        var bomb = new byte[1 << 20];
        for (var i = 0; i < 16; i++) {
            bomb = new ZipForge().deflated("a", bomb).done();
        }
        isNotSafe(bomb, "");
    }

    @Test
    void R8_headers_promise_nothing() {
        isNotSafe(new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{'}, "");
        isNotSafe(ModelForge.npy("(".repeat(60_000), new byte[0]), "");
    }

    @Test
    void R9_there_is_an_end_to_what_is_said() {
        var file = pickle(4).raw("(");
        for (var i = 0; i < 50_000; i++) {
            file.stackGlobal("acme.m" + i, "f");
        }
        var verdict = Museum.verdict(file.raw("t.").done());
        assertThat(verdict.word()).isNotEqualTo(Word.SAFE);
        assertThat(verdict.rulings().size()).isLessThan(3_000);
    }
}
