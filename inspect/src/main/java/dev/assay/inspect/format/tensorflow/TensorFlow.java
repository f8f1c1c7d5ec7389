package dev.assay.inspect.format.tensorflow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Messages;
import dev.assay.inspect.wire.Proto;
import dev.assay.inspect.wire.Schema;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The protocol buffers of TensorFlow that hold a graph, or stand beside one.
///
/// A protocol buffer says nothing of what it is, so the same bytes may be several of these; then they are
/// read as each.
///
/// @see <a href="https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core">The schemas</a>
public final class TensorFlow implements Format {

    static final Schema SCHEMA = Schema.beside(TensorFlow.class, "tensorflow.schema");

    /// What such a file can be: the name of its message, and how it is known.
    private record Kind(String message, Predicate<MemorySegment> holds) {

        private static boolean isMetaGraph(MemorySegment it) {
            return Messages.any(it, 2, Kind::isGraph);
        }

        private static boolean isGraph(MemorySegment it) {
            return Messages.any(it, 1, Kind::isNode)
                    || Messages.any(it, 2, library -> Messages.any(library, 1, Kind::isFunction));
        }

        private static boolean isNode(MemorySegment it) {
            return Messages.any(it, 1, Messages::isName) && Messages.any(it, 2, Kind::isOperator);
        }

        private static boolean isFunction(MemorySegment it) {
            return Messages.any(it, 1, signature -> Messages.any(signature, 1, Messages::isName))
                    && Messages.any(it, 3, Kind::isNode);
        }

        private static boolean isOperator(MemorySegment it) {
            return Messages.isName(it) && it.byteSize() <= 200;
        }

        private static boolean isMetadata(MemorySegment it) {
            return Messages.any(it, 4, Messages::isName)
                    && Messages.any(it, 5, json -> json.byteSize() > 1 && json.get(JAVA_BYTE, 0) == '{');
        }

        /// Five sums, the version, and a name: nothing else, so that it is not taken for another small
        /// message.
        private static boolean isFingerprint(MemorySegment it) {
            var in = new Cursor(it);
            var sums = 0;
            try {
                while (in.left() > 0) {
                    var field = Proto.field(in);
                    var sum = field.number() <= 5 && field.type() == Proto.VARINT;
                    sums += sum ? 1 : 0;
                    if (!sum && (field.number() != 6 && field.number() != 7 || field.type() != Proto.BYTES)) {
                        return false;
                    }
                }
                return sums >= 3;
            } catch (Malformed other) {
                return false;
            }
        }
    }

    private static final List<Kind> GRAPHS = List.of(
            new Kind("SavedModel", it -> Messages.any(it, 2, Kind::isMetaGraph)),
            new Kind("MetaGraphDef", Kind::isMetaGraph),
            new Kind("GraphDef", Kind::isGraph),
            new Kind("FunctionDef", Kind::isFunction),
            new Kind("FunctionDefLibrary", it -> Messages.any(it, 1, Kind::isFunction)));

    private static final List<Kind> BESIDE_GRAPHS = List.of(
            new Kind("SavedMetadata", it -> Messages.any(it, 1, Kind::isMetadata)),
            new Kind("FingerprintDef", Kind::isFingerprint));

    @Override
    public String name() {
        return "tensorflow";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= 8 && !kinds(specimen.bytes()).isEmpty();
    }

    private static List<Kind> kinds(MemorySegment bytes) {
        return Stream.concat(GRAPHS.stream(), BESIDE_GRAPHS.stream())
                .filter(it -> it.holds.test(bytes))
                .toList();
    }

    /// Whether the bytes, a text in a graph for instance, hold a graph or a function of their own.
    static boolean isGraph(MemorySegment bytes) {
        return GRAPHS.stream().anyMatch(it -> it.holds.test(bytes));
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        for (var kind : kinds(specimen.bytes())) {
            var graphs = new Graphs(specimen, examination);
            Messages.read(specimen, examination, SCHEMA, kind.message, graphs);
            graphs.conclude();
        }
    }
}
