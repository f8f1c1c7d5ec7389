package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Streams packed one after the other, unpacked as one: so their readers do, and what is cut in two has to be judged
/// whole.
final class Joined extends InputStream {

    /// Opens the stream that begins where the packed bytes stand, and leaves them where it ends.
    @FunctionalInterface
    interface Opening {
        InputStream open(SegmentInput packed) throws IOException;
    }

    /// Streams in a row that need no excuse, and how many bytes excuse one more: opening one may take memory to be
    /// cleared for a few bytes of file.
    private static final int MANY = 10_000;

    private static final int EXCUSE = 16 << 10;

    private final SegmentInput packed;
    private final LongUnaryOperator next;
    private final Opening opening;
    private @Nullable InputStream stream;
    private final boolean costly;
    private long opened;
    private long end;
    private boolean whole;

    /// @param next where the next stream begins, looked for from there; negative if there is none
    /// @param costly whether to open a stream takes more than to read it
    Joined(MemorySegment packed, LongUnaryOperator next, boolean costly, Opening opening) {
        this.packed = new SegmentInput(packed);
        this.next = next;
        this.costly = costly;
        this.opening = opening;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0) {
            if (stream == null && !open()) {
                whole = true;
                return -1;
            }
            var read = stream == null ? -1 : stream.read(into, offset, length);
            if (read >= 0) {
                return read;
            }
            close();
            end = packed.at();
        }
        return 0;
    }

    private boolean open() throws IOException {
        var there = next.applyAsLong(packed.at());
        if (there < 0) {
            return false;
        }
        packed.seek(there);
        if (costly && opened++ > MANY + packed.bytes().byteSize() / EXCUSE) {
            throw new Unread("there are more streams in it than anybody writes");
        }
        stream = opening.open(packed);
        return true;
    }

    /// Whether every stream was unpacked to its end.
    boolean whole() {
        return whole;
    }

    /// The first byte behind what was read: behind the last stream, if all of them were.
    long end() {
        return whole ? end : packed.at();
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            var closing = stream;
            stream = null;
            closing.close();
        }
    }
}
