package dev.assay.inspect.format.paddle;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Proto;

/// `.pdiparams`: tensors one after the other, each with a version, a table of lengths, a description and
/// its numbers.
///
/// @see <a href="https://github.com/PaddlePaddle/Paddle/tree/develop/paddle/phi/core/framework">The
///     writer</a>
public final class PaddleParameters implements Format {

    /// Bytes of an element by the number of its type, 0 for none (`VarType.Type`).
    private static final int[] WIDTHS = {1, 2, 4, 8, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1, 1, 2, 8, 16};

    private static final int LONGEST_DESCRIPTION = 4096;

    @Override
    public String name() {
        return "paddle-parameters";
    }

    /// The first tensor is as it should be.
    @Override
    public boolean claims(Specimen specimen) {
        if (!specimen.startsWith("\0\0\0\0") || specimen.size() < 24) {
            return false;
        }
        try {
            tensor(specimen.cursor());
            return true;
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        while (in.left() > 0) {
            var at = in.offset();
            var size = tensor(in);
            examination.covers(specimen, at, in.offset());
            if (Beginnings.ofAFile(specimen, in.offset() - size, in.offset())) {
                examination.plain(specimen.part("tensor@" + at, in.offset() - size, in.offset()));
            }
        }
    }

    /// @return how many bytes its numbers take
    private static long tensor(Cursor in) throws Malformed {
        in.require(in.u32() == 0, "the version of a tensor is 0");
        for (var levels = in.count(in.u64(), 8); levels > 0; levels--) {
            in.skip(in.u64());
        }
        in.require(in.u32() == 0, "the version of a tensor's numbers is 0");
        var length = in.u32();
        in.require(length >= 2 && length <= LONGEST_DESCRIPTION, "a tensor's description is short");
        var description = new Cursor(in.take(length));
        var width = 0;
        var elements = 1L;
        while (description.left() > 0) {
            var field = Proto.field(description);
            if (field.number() == 1 && field.type() == Proto.VARINT) {
                width = field.value() >= 0 && field.value() < WIDTHS.length ? WIDTHS[(int) field.value()] : 0;
            } else {
                in.require(field.number() == 2, "a tensor's description is a type and dimensions");
                if (field.type() == Proto.VARINT) {
                    elements = times(in, elements, field.value());
                } else {
                    var packed = new Cursor(field.bytes());
                    while (packed.left() > 0) {
                        elements = times(in, elements, Proto.varint(packed));
                    }
                }
            }
        }
        in.require(width > 0, "a tensor is of numbers");
        in.skip(elements * width);
        return elements * width;
    }

    private static long times(Cursor in, long elements, long dimension) throws Malformed {
        in.require(
                dimension >= 0 && (dimension == 0 || elements <= (1L << 50) / dimension),
                "a tensor's elements can be counted");
        return elements * dimension;
    }
}
