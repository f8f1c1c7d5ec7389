package dev.assay.inspect.format.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Magic, version, counts; keys with their values; descriptions of tensors; numbers.
///
/// Loading a GGUF file runs none of it, except that a chat template among the keys is rendered by a template engine:
/// so the long strings are handed on, and meet whoever reads text. What the checks of counts, dimensions and offsets
/// are
/// for has been learned the hard way (CVE-2024-21802, CVE-2025-53630, CVE-2026-27940).
///
/// @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>
public final class Gguf implements Format {

    private static final int LONGEST_KEY = 65_535;
    private static final int DEEPEST_ARRAY = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final String ALIGNMENT = "general.alignment";

    /// Bytes of each type of value; 0 for those that say their own length.
    private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    @Override
    public String name() {
        return "gguf";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("GGUF") && specimen.size() >= 16;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        in.skip(4);
        var version = in.u32();
        in.require(version >= 1 && version <= 3, "the version of GGUF is 1, 2 or 3, little-endian");
        new Reading(specimen, examination, in, version == 1).read();
    }

    private record Tensor(String name, long at, long offset, long size) {}

    private static final class Reading {

        private final Specimen specimen;
        private final Examination examination;
        private final Cursor in;
        private final boolean narrow;
        private long alignment = 32;
        private @Nullable MemorySegment template;

        Reading(Specimen specimen, Examination examination, Cursor in, boolean narrow) {
            this.specimen = specimen;
            this.examination = examination;
            this.in = in;
            this.narrow = narrow;
        }

        void read() throws Malformed {
            var tensors = in.count(length(), 8 + 4 + 8 + 4 + 8 - (narrow ? 8 : 0));
            var pairs = in.count(length(), narrow ? 9 : 13);
            var keys = new HashSet<String>();
            for (var i = 0; i < pairs; i++) {
                var at = in.offset();
                var key = text(LONGEST_KEY);
                if (!keys.add(key)) {
                    examination.note(new Finding.Differs(
                            specimen.place().at(at),
                            "the key '" + Place.printable(key) + "' stands twice in the header"));
                }
                pair(key);
            }
            var described = new ArrayList<Tensor>();
            var names = new HashSet<String>();
            for (var i = 0; i < tensors; i++) {
                var tensor = tensor();
                if (!names.add(tensor.name)) {
                    examination.note(new Finding.Differs(
                            specimen.place().at(tensor.at),
                            "the tensor '" + Place.printable(tensor.name) + "' is described twice"));
                }
                described.add(tensor);
            }
            numbers(described);
        }

        private void pair(String key) throws Malformed {
            var type = type();
            if (key.equals(ALIGNMENT)) {
                in.require(type == 4 || type == 5, "the alignment is a 32-bit number");
                alignment = in.u32();
                in.require(
                        alignment >= 8 && alignment <= 1 << 20 && Long.bitCount(alignment) == 1,
                        "the alignment is a power of two");
                return;
            }
            if (type == STRING) {
                var size = length();
                var at = in.offset();
                var bytes = in.take(size);
                template(key, at, bytes);
                if (size > 0 && (size > 64 || key.contains("chat_template"))) {
                    examination.enter(specimen.member(key, bytes));
                }
                return;
            }
            value(type, 0);
        }

        /// Some readers take the template without a name, some the one called default.
        private void template(String key, long at, MemorySegment bytes) {
            if (key.equals(TEMPLATE) || key.equals(TEMPLATE + ".default")) {
                var other = template;
                if (other != null && other.mismatch(bytes) >= 0) {
                    examination.note(new Finding.Differs(
                            specimen.place().at(at), "the chat template and the one called default are not the same"));
                }
                template = bytes;
            }
        }

        private void value(int type, int depth) throws Malformed {
            switch (type) {
                case STRING -> in.skip(length());
                case ARRAY -> {
                    in.require(depth < DEEPEST_ARRAY, "arrays nest at most " + DEEPEST_ARRAY + " deep");
                    var element = type();
                    var count = length();
                    if (WIDTHS[element] > 0) {
                        in.skip((long) in.count(count, WIDTHS[element]) * WIDTHS[element]);
                        return;
                    }
                    var many = in.count(count, narrow ? 4 : 8);
                    for (var i = 0; i < many; i++) {
                        value(element, depth + 1);
                    }
                }
                default -> in.skip(WIDTHS[type]);
            }
        }

        private int type() throws Malformed {
            var type = in.u32();
            in.require(type < WIDTHS.length, "a value's type is one of thirteen");
            return (int) type;
        }

        private Tensor tensor() throws Malformed {
            var at = in.offset();
            var name = text(LONGEST_KEY);
            var dimensions = in.u32();
            in.require(dimensions <= 4, "a tensor has at most four dimensions");
            var elements = 1L;
            for (var i = 0; i < dimensions; i++) {
                var dimension = length();
                in.require(
                        dimension == 0 || elements <= Long.MAX_VALUE / dimension, "a tensor's elements can be counted");
                elements *= dimension;
            }
            var type = GgmlType.of(in.u32());
            in.require(type.isPresent(), "a tensor's type is one that ggml has");
            var offset = in.u64();
            var size = type.get().bytes(elements);
            in.require(size >= 0, "a tensor's elements fill whole blocks of its type");
            return new Tensor(name, at, offset, size);
        }

        /// The tensors lie behind the header, each at a multiple of the alignment, in any order, without overlap.
        private void numbers(List<Tensor> tensors) throws Malformed {
            examination.covers(specimen, 0, in.offset());
            var start = aligned(in.offset());
            var room = specimen.size() - start;
            var expected = 0L;
            padding(in.offset(), Math.min(start, specimen.size()));
            for (var tensor : tensors.stream()
                    .sorted(Comparator.comparingLong(Tensor::offset))
                    .toList()) {
                if (tensor.offset % alignment != 0) {
                    throw new Malformed(tensor.at, "a tensor's offset is a multiple of the alignment");
                }
                if (tensor.offset > room || tensor.size > room - tensor.offset) {
                    throw new Malformed(tensor.at, "a tensor ends inside the file");
                }
                if (tensor.offset < expected) {
                    throw new Malformed(tensor.at, "tensors do not overlap");
                }
                padding(start + expected, start + tensor.offset);
                expected = tensor.offset + tensor.size;
                examination.covers(specimen, start + tensor.offset, start + expected);
            }
            if (!tensors.isEmpty() || specimen.size() > start) {
                padding(Math.min(start + expected, specimen.size()), specimen.size());
            }
        }

        /// Between tensors stand zeros, and fewer than the alignment; anything else is looked at.
        private void padding(long from, long to) {
            var zero = true;
            for (var at = from; at < to && zero && to - from < alignment; at++) {
                zero = specimen.byteAt(at) == 0;
            }
            if (from < to && (to - from >= alignment || !zero)) {
                examination.note(new Finding.Departs(
                        specimen.place().at(from), (to - from) + " bytes that belong to no tensor"));
                examination.enter(specimen.part("gap@" + from, from, to));
            }
            examination.covers(specimen, from, to);
        }

        private long aligned(long offset) {
            return (offset + alignment - 1) / alignment * alignment;
        }

        private long length() throws Malformed {
            return narrow ? in.u32() : in.u64();
        }

        private String text(int most) throws Malformed {
            var length = length();
            in.require(length <= most, "a name is at most " + most + " bytes");
            return new String(in.take(length).toArray(JAVA_BYTE), UTF_8);
        }
    }
}
