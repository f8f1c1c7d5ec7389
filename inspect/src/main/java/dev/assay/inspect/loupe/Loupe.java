package dev.assay.inspect.loupe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.format.Formats;
import dev.assay.inspect.format.pickle.Disassembly;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A closer look at one place in a file, however deep in containers it lies.
///
/// The file is inspected as always, by every format of this release; only that somebody looks over their
/// shoulders.
public final class Loupe {

    private final int before;
    private final int after;
    private final int instructionsBefore;
    private final int instructionsAfter;

    /// @param before bytes shown before the place
    /// @param after bytes shown from the place on
    /// @param instructionsBefore instructions shown before it, in a pickle
    /// @param instructionsAfter and behind it
    public Loupe(int before, int after, int instructionsBefore, int instructionsAfter) {
        this.before = before;
        this.after = after;
        this.instructionsBefore = instructionsBefore;
        this.instructionsAfter = instructionsAfter;
    }

    /// @throws IOException if the file cannot be read
    public Closeup at(Path file, Place place) throws IOException {
        var shoulder = new Shoulder(place);
        var formats = new ArrayList<Format>();
        formats.add(shoulder);
        formats.addAll(Formats.ALL);
        var inspection = new Inspector(formats, Limits.STANDARD, Formats.GENERATION).inspect(file);
        return new Closeup(inspection, place, shoulder.layers, shoulder.from, shoulder.bytes, shoulder.instructions);
    }

    /// Is asked about every specimen like any format, claims none, and remembers what it saw on the way
    /// to the place.
    private final class Shoulder implements Format {

        private final Place place;
        private final List<Closeup.Layer> layers = new ArrayList<>();
        private MemorySegment bytes = MemorySegment.NULL;
        private List<Disassembly.Line> instructions = List.of();
        private long from;
        private boolean done;

        Shoulder(Place place) {
            this.place = place;
        }

        @Override
        public String name() {
            return "loupe";
        }

        @Override
        public boolean claims(Specimen specimen) {
            var inner = specimen.place().inner();
            var there = inner.equals(place.inner());
            if (!done && (there || inner.isEmpty() || place.inner().startsWith(inner + "!/"))) {
                // Members may bear the same name: the way to the last of them counts, until one holds the place.
                layers.removeIf(it -> it.member().length() >= inner.length());
                var names = Formats.ALL.stream()
                        .filter(it -> it.claims(specimen))
                        .map(Format::name)
                        .toList();
                layers.add(new Closeup.Layer(inner, specimen.size(), names));
                if (there) {
                    done = place.offset() < specimen.size();
                    show(specimen, names);
                }
            }
            return false;
        }

        private void show(Specimen specimen, List<String> names) {
            from = Math.max(0, Math.min(place.offset(), specimen.size()) - before);
            var to = Math.min(specimen.size(), place.offset() + after);
            // A copy: what was unpacked is given back before anybody looks.
            var copy = specimen.bytes().asSlice(from, Math.max(0, to - from)).toArray(JAVA_BYTE);
            bytes = MemorySegment.ofArray(copy).asReadOnly();
            if (names.isEmpty() || names.contains("pickle")) {
                instructions =
                        Disassembly.around(specimen.bytes(), place.offset(), instructionsBefore, instructionsAfter);
            }
        }

        @Override
        public void analyse(Specimen specimen, Examination examination) {
            throw new IllegalStateException("it claims nothing");
        }
    }
}
