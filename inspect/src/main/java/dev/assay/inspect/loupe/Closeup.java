package dev.assay.inspect.loupe;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.pickle.Disassembly;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What the loupe shows of one place.
///
/// @param inspection all that was found in the blob, on this reading
/// @param layers the blob, and each container on the way to the member the place lies in, that member
///     last; without it
///     if nobody came there
/// @param from offset of the first of the bytes shown
/// @param bytes some bytes before the place, and some from it on; empty if nobody came there, or the
///     place lies behind
///     the member's end
/// @param instructions of a pickle, around the place; empty in anything else
public record Closeup(
        Inspection inspection,
        Place place,
        List<Layer> layers,
        long from,
        MemorySegment bytes,
        List<Disassembly.Line> instructions) {

    /// One thing inside another.
    ///
    /// @param member its path inside the blob; empty for the blob itself
    /// @param size in bytes, unpacked
    /// @param formats what its bytes can be read as; empty if no format claims them
    public record Layer(String member, long size, List<String> formats) {

        public Layer {
            formats = List.copyOf(formats);
        }
    }

    public Closeup {
        layers = List.copyOf(layers);
        instructions = List.copyOf(instructions);
    }

    /// Whether the reading came to the member the place lies in.
    public boolean reached() {
        return !layers.isEmpty() && layers.getLast().member().equals(place.inner());
    }

    /// What was found at exactly this place.
    public List<Finding> findings() {
        return inspection.findings().stream()
                .filter(it -> it.at().equals(place))
                .toList();
    }

    /// What loading the member would import and call, in the order of the bytes.
    public List<Finding> program() {
        return inspection.findings().stream()
                .filter(it -> it.at().inner().equals(place.inner()))
                .filter(it -> it instanceof Finding.Calls || it instanceof Finding.Imports)
                .sorted((a, b) -> Long.compare(a.at().offset(), b.at().offset()))
                .toList();
    }
}
