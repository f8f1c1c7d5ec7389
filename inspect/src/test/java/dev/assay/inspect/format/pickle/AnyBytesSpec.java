package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Whatever the bytes: reading them ends, throws nothing, takes a step a byte at most, and finds the same twice.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnyBytesSpec {

    private static final long SEED = Long.getLong("assay.seed", 20_260_101L);

    private static final Caller.Nested IGNORED = new Caller.Nested() {
        @Override
        public void seen(Tape.Slice bytes) {}

        @Override
        public void loaded(Tape.Slice bytes) {}
    };

    private final Inspector inspector = new Inspector(List.of(new Pickle()), Limits.STANDARD, "1");
    private final Random random = new Random(SEED);

    @Test
    void random_opcodes_are_read_to_an_end() {
        for (var i = 0; i < 6_000; i++) {
            var bytes = new byte[random.nextInt(120)];
            for (var at = 0; at < bytes.length; at++) {
                var all = Opcode.values();
                bytes[at] =
                        (byte) (random.nextInt(4) > 0 ? all[random.nextInt(all.length)].code() : random.nextInt(256));
            }
            holds(bytes);
        }
    }

    @Test
    void changed_pickles_are_read_to_an_end() {
        var whole = pickle(4)
                .frame(60)
                .raw("(")
                .calling("functools", "partial", "a", "b")
                .raw("\u0094)R}\u0094(")
                .text("a")
                .raw("h\0K\1I10\nL9L\nF1.5\nubP1\n\u0082\1")
                .bytes(pickle(4).calling("acme", "x").stop().done())
                .stackGlobal("copyreg", "_reconstructor")
                .stackGlobal("acme", "A")
                .stackGlobal("builtins", "dict")
                .raw("}\u0087Rl.")
                .done();
        for (var i = 0; i < 6_000; i++) {
            var bytes = Arrays.copyOf(whole, whole.length - random.nextInt(10));
            for (var change = random.nextInt(6); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            holds(bytes);
        }
    }

    private void holds(byte[] bytes) {
        var first = inspect(bytes);

        assertThat(first).as("seed %d, %s", SEED, Arrays.toString(bytes)).isEqualTo(inspect(bytes));
        assertThat(first.report("x"))
                .as("seed %d, %s", SEED, Arrays.toString(bytes))
                .doesNotContain("analyser failed");

        var machine = new Machine(
                new Tape(MemorySegment.ofArray(bytes), 0, false),
                new Trace(Place.START),
                IGNORED,
                (built, offset) -> 0);
        machine.run(any -> false);
        assertThat(machine.steps()).isLessThanOrEqualTo(bytes.length);
    }

    private Inspection inspect(byte[] bytes) {
        return inspector.inspect(Specimen.of(bytes), Digest.of(bytes));
    }
}
