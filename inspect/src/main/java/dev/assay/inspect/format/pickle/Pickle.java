package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;

/// Python's pickle, all protocols, one stream or several in a file.
///
/// Loading a pickle runs it. Here it runs on symbols, see [Machine]; what ran before a stream breaks
/// counts, as it does for whoever loads it. Between and behind streams others are looked for, because a
/// reader may be told where to begin.
public final class Pickle implements Format {

    @Override
    public String name() {
        return "pickle";
    }

    /// A zip would be a pickle that first asks for an object by the name that follows its `P`. No
    /// reader of zips takes it for one, and no reader of pickles can answer; what comes behind may
    /// still look like one by chance.
    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() > 0 && !specimen.startsWith("PK\3\4") && Recognition.begins(specimen.bytes(), 0);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        var reading = new Reading(specimen, examination);
        try {
            reading.file();
        } finally {
            reading.hand();
        }
    }

    /// Whoever opens a file may seek before they unpickle.
    @Override
    public long among(Specimen specimen, long from) {
        var found = new Search(specimen.bytes()).next(from);
        return found < specimen.size() ? found : -1;
    }

    /// Looks for pickles behind bytes that are none.
    private static final class Search {

        private static final int MOST_CANDIDATES = 256;
        private static final long CANDIDATE_STEPS = 100_000;

        private final MemorySegment bytes;
        private int candidates;

        Search(MemorySegment bytes) {
            this.bytes = bytes;
        }

        boolean begins(long here) {
            return Recognition.begins(bytes, here, CANDIDATE_STEPS);
        }

        /// Where the next stream begins, or the end. The bytes between stay uncovered.
        long next(long from) {
            for (var here = from; here + 1 < bytes.byteSize(); here++) {
                var first = bytes.get(JAVA_BYTE, here);
                var second = bytes.get(JAVA_BYTE, here + 1);
                var looks = first == (byte) 0x80 && second >= 0 && second <= 5
                        || (first == 'c' || first == '(') && (second >= 'a' && second <= 'z' || second == '_')
                        || first == '(' && (second == 'V' || second == 'S' || second == 'U' || second == 'X');
                if (looks) {
                    if (candidates++ > MOST_CANDIDATES) {
                        break;
                    }
                    if (begins(here)) {
                        return here;
                    }
                }
            }
            return bytes.byteSize();
        }
    }

    private static final class Reading {

        private final Specimen specimen;
        private final Examination examination;
        private final Trace trace;
        private final Literals literals;
        private final Search search;

        Reading(Specimen specimen, Examination examination) {
            this.specimen = specimen;
            this.examination = examination;
            this.trace = new Trace(specimen.place());
            this.literals = new Literals();
            this.search = new Search(specimen.bytes());
        }

        void file() {
            var here = 0L;
            var legacy = false;
            for (var stream = 0; here < specimen.size(); stream++) {
                var machine = run(here);
                examination.covers(specimen, here, machine.reached());
                here = Math.max(here, machine.reached());
                if (machine.result() == null) {
                    here = search.next(here + 1);
                    continue;
                }
                legacy |= stream == 0 && LegacyTorch.begins(machine.result(), machine.lastLong());
                if (legacy && stream == LegacyTorch.PICKLES - 1) {
                    var end = LegacyTorch.storagesEnd(specimen.bytes(), here, machine.result(), trace.storages());
                    examination.covers(specimen, here, end);
                    examination.recognises(specimen, "torch-legacy");
                    here = end;
                }
                if (here < specimen.size() && !search.begins(here)) {
                    here = search.next(here);
                }
            }
        }

        /// States what was found, and hands on what the stream carries.
        void hand() {
            trace.findings().forEach(examination::note);
            literals.handOn(specimen, examination);
        }

        private Machine run(long from) {
            var bytes = specimen.bytes();
            var arrays = new JoblibArrays(bytes, trace, literals, 0);
            var tape = new Tape(bytes, from, false);
            var machine = new Machine(tape, trace, literals, arrays);
            machine.run(any -> false);
            if (tape.straddled() >= 0) {
                trace.differs(
                        "a value reaches over the end of a frame, where some readers stop, some go on and some skip",
                        tape.straddled());
                new Machine(new Tape(bytes, from, true), trace, literals, arrays).run(any -> false);
            }
            if (arrays.used()) {
                trace.quiet(true);
                new Machine(new Tape(bytes, from, false), trace, literals, (built, offset) -> 0).run(any -> false);
                trace.quiet(false);
            }
            return machine;
        }
    }
}
