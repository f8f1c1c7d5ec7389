package dev.assay.inspect.format.safetensors;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Json;
import java.util.Comparator;
import java.util.List;

/// Eight bytes that say how long the header is, the header, and the tensors' numbers, which nobody interprets.
///
/// The rules are those of the reference implementation: offsets contiguous from 0 to the end of the file, each range
/// as long as its shape and type say, metadata of strings. Keys that occur twice are where readers differ.
///
/// @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
public final class Safetensors implements Format {

    /// The reference implementation's limit.
    private static final long LONGEST_HEADER = 100_000_000;

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public boolean claims(Specimen specimen) {
        if (specimen.byteAt(8) != '{' || specimen.size() < 10) {
            return false;
        }
        try {
            var length = specimen.cursor().u64();
            var second = specimen.byteAt(9);
            return length >= 2
                    && length <= LONGEST_HEADER
                    && (second == '"' || second == '}' || second == ' ' || second == '\n')
                    && specimen.byteAt(7) == 0;
        } catch (Malformed negative) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        var length = in.u64();
        var header = in.take(length);
        examination.covers(specimen, 0, in.offset());

        var reading = new Header();
        try {
            Json.value(header, reading);
        } catch (Malformed broken) {
            throw new Malformed(8 + broken.offset(), broken.rule());
        }
        for (var key : reading.twice()) {
            examination.note(new Finding.Differs(
                    specimen.place().at(8 + key.at()), "the key '" + key.name() + "' stands twice in the header"));
        }
        for (var template : reading.strings()) {
            examination.enter(specimen.member(template.name(), template.bytes()));
        }
        if (reading.more()) {
            examination.note(new Finding.Eludes(specimen.place(), "it holds more metadata than we read"));
        }
        reading.complain();
        numbers(specimen, examination, reading.tensors(), in.offset());
    }

    /// The tensors' ranges, in order: each begins where the one before ended, and the last ends the file.
    private static void numbers(Specimen specimen, Examination examination, List<Tensor> tensors, long start)
            throws Malformed {
        var size = specimen.size() - start;
        var expected = 0L;
        for (var tensor : tensors.stream()
                .sorted(Comparator.comparingLong(Tensor::from).thenComparingLong(Tensor::to))
                .toList()) {
            require(tensor.to() <= size, tensor, "a tensor ends inside the file");
            require(tensor.from() >= expected, tensor, "tensors do not overlap");
            if (tensor.from() > expected) {
                examination.note(new Finding.Departs(
                        specimen.place().at(start + expected), (tensor.from() - expected) + " bytes between tensors"));
                examination.enter(specimen.part("gap@" + expected, start + expected, start + tensor.from()));
                examination.covers(specimen, start + expected, start + tensor.from());
            }
            expected = tensor.to();
            examination.covers(specimen, start + tensor.from(), start + tensor.to());
        }
        if (expected < size) {
            examination.note(new Finding.Departs(
                    specimen.place().at(start + expected), (size - expected) + " bytes behind the last tensor"));
            examination.enter(specimen.part("trailing", start + expected, specimen.size()));
            examination.covers(specimen, start + expected, specimen.size());
        }
        for (var tensor : tensors) {
            if (Beginnings.ofAFile(specimen, start + tensor.from(), start + tensor.to())) {
                examination.plain(specimen.part(tensor.name(), start + tensor.from(), start + tensor.to()));
            }
        }
    }

    private static void require(boolean holds, Tensor tensor, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed(8 + tensor.at(), rule);
        }
    }
}
