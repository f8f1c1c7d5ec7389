package dev.assay.inspect.format.sevenzip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// How one packed stream becomes bytes again: coders, one feeding another.
///
/// @param coders in the order of the list
/// @param bound for each coder's output, which coder's input takes it, as pairs of input and output
/// @param packed how many packed streams go in
/// @param outputs how many outputs the coders have, in all
record Folder(List<Coder> coders, List<Bound> bound, int packed, int outputs) {

    private static final int MOST_CODERS = 32;

    /// @param id up to eight bytes, most significant first
    /// @param properties what it needs to know, as bytes
    record Coder(long id, int inputs, int outputs, MemorySegment properties) {}

    record Bound(long input, long output) {}

    static Folder read(Cursor in) throws Malformed {
        var count = Numbers.number(in);
        in.require(count > 0 && count <= MOST_CODERS, "a folder has 1 to " + MOST_CODERS + " coders");
        var coders = new ArrayList<Coder>();
        var inputs = 0;
        var outputs = 0;
        for (var i = 0; i < count; i++) {
            var coder = coder(in);
            coders.add(coder);
            inputs += coder.inputs;
            outputs += coder.outputs;
        }
        var bound = new ArrayList<Bound>();
        for (var i = 0; i < outputs - 1; i++) {
            bound.add(new Bound(Numbers.number(in), Numbers.number(in)));
        }
        var packed = inputs - bound.size();
        in.require(packed > 0, "a folder has something packed to begin with");
        for (var i = 0; i < packed && packed > 1; i++) {
            Numbers.number(in); // which input takes it
        }
        return new Folder(coders, bound, packed, outputs);
    }

    private static Coder coder(Cursor in) throws Malformed {
        var flags = in.u8();
        in.require((flags & 0xc0) == 0, "a coder has no flags but two");
        in.require((flags & 0xf) <= 8, "the name of a coder is at most eight bytes");
        var id = 0L;
        for (var i = 0; i < (flags & 0xf); i++) {
            id = id << 8 | in.u8();
        }
        var inputs = 1L;
        var outputs = 1L;
        if ((flags & 0x10) != 0) {
            inputs = Numbers.number(in);
            outputs = Numbers.number(in);
            in.require(inputs > 0 && inputs <= MOST_CODERS, "a coder has 1 to " + MOST_CODERS + " inputs");
            in.require(outputs > 0 && outputs <= MOST_CODERS, "a coder has 1 to " + MOST_CODERS + " outputs");
        }
        var properties = MemorySegment.NULL;
        if ((flags & 0x20) != 0) {
            properties = in.take(Numbers.number(in));
        }
        return new Coder(id, (int) inputs, (int) outputs, properties);
    }

    /// Whether each coder has one input and one output, so that they form a line.
    boolean simple() {
        return packed == 1 && coders.stream().allMatch(it -> it.inputs == 1 && it.outputs == 1);
    }

    /// The output nobody takes, or -1.
    int last() {
        for (var output = 0; output < outputs; output++) {
            var free = output;
            if (bound.stream().noneMatch(it -> it.output == free)) {
                return output;
            }
        }
        return -1;
    }

    /// The output that feeds this input, or -1 if packed bytes do.
    int feeding(int input) {
        return bound.stream()
                .filter(it -> it.input == input)
                .mapToInt(it -> (int) Math.min(it.output, Integer.MAX_VALUE))
                .findFirst()
                .orElse(-1);
    }
}
