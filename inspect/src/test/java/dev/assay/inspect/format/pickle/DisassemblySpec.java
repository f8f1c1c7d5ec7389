package dev.assay.inspect.format.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DisassemblySpec {

    private static final String MARKER = "\u0080\u0002cposix\nsystem\nX\u0011\0\0\0echo assay-marker\u0085R.";

    @Test
    void every_instruction_has_its_offset_its_argument_and_what_it_does_to_the_stack() {
        assertThat(around(MARKER, 0, 0, 99))
                .containsExactly(
                        new Disassembly.Line(0, "PROTO", "2", "0 → 0"),
                        new Disassembly.Line(2, "GLOBAL", "posix system", "0 → 1"),
                        new Disassembly.Line(16, "BINUNICODE", "'echo assay-marker'", "1 → 2"),
                        new Disassembly.Line(38, "TUPLE1", "", "2 → 2"),
                        new Disassembly.Line(39, "REDUCE", "", "2 → 1"),
                        new Disassembly.Line(40, "STOP", "", "1 → 0"));
    }

    @Test
    void only_those_around_the_offset_are_shown() {
        assertThat(around(MARKER, 20, 1, 1))
                .extracting(Disassembly.Line::opcode)
                .containsExactly("GLOBAL", "BINUNICODE", "TUPLE1");
    }

    @Test
    void marks_take_away_what_lies_above_them() {
        assertThat(around("((K\u0001K\u0002tK\u0003e.", 0, 0, 99))
                .extracting(Disassembly.Line::stack)
                .containsExactly("0 → 0", "0 → 0", "0 → 1", "1 → 2", "2 → 1", "1 → 2", "2 → 0", "0 → ?");
    }

    @Test
    void numbers_are_shown_as_numbers() {
        assertThat(around("J\u00ff\u00ff\u00ff\u00ffG?\u00e0\0\0\0\0\0\0\u008a\u0002\u0000\u00ffI12\n.", 0, 0, 99))
                .extracting(Disassembly.Line::argument)
                .containsExactly("-1", "0.5", "-256", "12", "");
    }

    @Test
    void where_the_bytes_before_are_no_instructions_it_begins_at_the_offset() {
        assertThat(around("\u00ff\u00ff" + MARKER, 41, 8, 8))
                .containsExactly(
                        new Disassembly.Line(41, "REDUCE", "", "? → ?"), new Disassembly.Line(42, "STOP", "", "? → ?"));
        assertThat(around("\u00ff", 0, 8, 8)).isEmpty();
        assertThat(around("", 0, 8, 8)).isEmpty();
        assertThat(around(MARKER, 1_000, 8, 8)).isEmpty();
    }

    @Test
    void no_bytes_throw() {
        var seed = System.nanoTime();
        System.out.println("DisassemblySpec seed " + seed);
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            var offset = random.nextInt(70);
            assertThat(Disassembly.around(MemorySegment.ofArray(bytes), offset, 4, 4))
                    .hasSizeLessThanOrEqualTo(9);
        }
    }

    private static List<Disassembly.Line> around(String bytes, long offset, int before, int after) {
        return Disassembly.around(MemorySegment.ofArray(bytes.getBytes(ISO_8859_1)), offset, before, after);
    }
}
