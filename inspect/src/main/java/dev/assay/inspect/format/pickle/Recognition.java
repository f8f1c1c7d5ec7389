package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Whether bytes are a pickle, by running them.
///
/// From protocol 2 on a pickle names its protocol; older ones begin with any opcode, and so do many texts. They count
/// as
/// pickles if they import, call, or end as pickles end; a word list that begins with `c` does none of these.
/// A number we cannot read is passed over; behind it, only what imports or calls counts.
final class Recognition {

    private static final int MOST_STREAMS = 10_000;
    private static final int FEW_STEPS = 4;
    /// A text may hold lines that look like an import and the opcodes behind it; hardly three.
    private static final int SOME_STEPS = 3;

    private static final Caller.Nested IGNORED = new Caller.Nested() {
        @Override
        public void seen(Tape.Slice bytes) {}

        @Override
        public void loaded(Tape.Slice bytes) {}
    };

    private Recognition() {}

    /// Whether the bytes from here on are one pickle or several, at least at first.
    static boolean begins(MemorySegment bytes, long from) {
        return begins(bytes, from, Long.MAX_VALUE);
    }

    /// @param most opcodes to run before giving up
    static boolean begins(MemorySegment bytes, long from, long most) {
        if (isZip(bytes, from)) {
            return false;
        }
        var here = from;
        for (var stream = 0; here < bytes.byteSize(); stream++) {
            if (stream == MOST_STREAMS) {
                return true;
            }
            var first = at(bytes, here);
            if (Opcode.of(first) == null) {
                return false;
            }
            var named = first == Opcode.PROTO.code() && at(bytes, here + 1) >= 0 && at(bytes, here + 1) <= 5;
            var trace = new Trace(Place.START);
            var machine = new Machine(new Tape(bytes, here, false), trace, IGNORED, (built, offset) -> 0);
            var evidence = new Evidence(trace, named, most);
            var end = machine.run(evidence);
            if (evidence.found || end == Machine.End.OUTGREW) {
                return true;
            }
            if (end != Machine.End.STOPPED) {
                return named && machine.steps() >= FEW_STEPS - 1
                        || !machine.odd() && evidence.imports() && machine.steps() >= evidence.after(SOME_STEPS);
            }
            if (named || trace.acts()) {
                return true;
            }
            if (machine.odd()) {
                return false;
            }
            here = machine.reached();
        }
        return here > from;
    }

    /// A zip begins with the letter of a persistent id that is text. No reader finds anything by such an id, so none
    /// gets
    /// to what stands behind it, which in a zip of PyTorch's is a pickle.
    private static boolean isZip(MemorySegment bytes, long from) {
        return at(bytes, from) == 'P'
                && at(bytes, from + 1) == 'K'
                && at(bytes, from + 2) == 3
                && at(bytes, from + 3) == 4;
    }

    private static int at(MemorySegment bytes, long offset) {
        return offset < bytes.byteSize() ? Byte.toUnsignedInt(bytes.get(JAVA_BYTE, offset)) : -1;
    }

    private static final class Evidence implements Machine.Enough {

        private final Trace trace;
        private final boolean named;
        private final long most;
        private @Nullable String name;
        private long imported = -1;
        private boolean found;

        Evidence(Trace trace, boolean named, long most) {
            this.trace = trace;
            this.named = named;
            this.most = most;
        }

        @Override
        public boolean enough(Machine machine) {
            if (name == null && !trace.names().isEmpty()) {
                name = trace.names().iterator().next();
                imported = machine.steps();
            }
            found = trace.calls()
                    || named && machine.steps() >= FEW_STEPS
                    || imports()
                            && (StandardLibrary.has(String.valueOf(name))
                                    || !machine.odd() && machine.steps() >= after(SOME_STEPS));
            return found || machine.steps() >= most;
        }

        /// Whether something was imported by a name that could be one.
        boolean imports() {
            return name != null && Rendering.isClear(name);
        }

        long after(int steps) {
            return imported + steps;
        }
    }
}
