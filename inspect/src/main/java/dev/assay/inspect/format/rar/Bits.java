package dev.assay.inspect.format.rar;

import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;

/// Bits, the highest of a byte first, and no further than a block goes.
final class Bits {

    private final SegmentInput in;
    private long end;
    private int unused;
    private int held;
    private int last;

    Bits(SegmentInput in) {
        this.in = in;
    }

    /// A block begins: so many bytes, of the last of which so many bits count.
    void begin(long length, int bitsOfLast) throws IOException {
        if (length <= 0 || length > in.bytes().byteSize() - in.at()) {
            throw new IOException("a block ends inside the member");
        }
        end = in.at() + length;
        unused = 8 - bitsOfLast;
        held = 0;
    }

    boolean isAtEnd() {
        return in.at() == end && held <= unused;
    }

    /// Passes by what fills the last byte.
    void finish() throws IOException {
        if (in.at() != end) {
            throw new IOException("a block ends with its last byte");
        }
        held = 0;
    }

    int bit() throws IOException {
        if (held == 0) {
            if (in.at() >= end) {
                throw new IOException("a code ends inside its block");
            }
            last = in.read();
            held = 8;
        }
        if (in.at() == end && held <= unused) {
            throw new IOException("a code ends inside its block");
        }
        held--;
        return last >>> held & 1;
    }

    int bits(int count) throws IOException {
        var value = 0;
        for (var i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }
}
