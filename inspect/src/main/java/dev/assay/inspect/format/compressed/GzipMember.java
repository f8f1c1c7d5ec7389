package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.Inflating;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// One member of a gzip file (RFC 1952, section 2.3): a header, deflated bytes, a checksum and a length.
final class GzipMember extends InputStream {

    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final SegmentInput packed;
    private final long from;
    private final long data;
    private final Inflating inflating;
    private final LongConsumer lies;

    /// @param lies is told where a member begins that unpacks to other bytes than it says
    GzipMember(SegmentInput packed, LongConsumer lies) throws IOException {
        this.packed = packed;
        this.lies = lies;
        this.from = packed.at();
        try {
            this.data = header(new Cursor(packed.bytes()).at(from));
        } catch (Malformed broken) {
            throw new IOException(broken);
        }
        packed.seek(data);
        this.inflating = new Inflating(packed.bytes().asSlice(data), true);
    }

    private static long header(Cursor in) throws Malformed {
        in.skip(3);
        var flags = in.u8();
        in.skip(6);
        if ((flags & EXTRA) != 0) {
            in.skip(in.u16());
        }
        for (var text = NAME; text <= COMMENT; text *= 2) {
            if ((flags & text) != 0) {
                while (in.u8() != 0) {} // a name, or a comment
            }
        }
        in.skip((flags & HEADER_CHECKSUM) != 0 ? 2 : 0);
        return in.offset();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var read = inflating.read(into, offset, length);
        if (read < 0) {
            inflating.close();
            end();
        }
        return read;
    }

    private void end() throws IOException {
        try {
            var in = new Cursor(packed.bytes()).at(data + inflating.consumed());
            var crc = in.u32();
            var length = in.u32();
            packed.seek(in.offset());
            if (crc != inflating.crc() || length != (inflating.produced() & 0xffff_ffffL)) {
                lies.accept(from);
            }
        } catch (Malformed broken) {
            throw new IOException(broken);
        }
    }

    @Override
    public void close() {
        inflating.close();
        if (packed.at() == data) { // cut, or given up: what was read of it is all that is known
            packed.seek(Math.min(packed.bytes().byteSize(), data + inflating.consumed()));
        }
    }
}
