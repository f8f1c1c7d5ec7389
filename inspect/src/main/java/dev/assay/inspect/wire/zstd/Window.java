package dev.assay.inspect.wire.zstd;

import java.io.IOException;
import java.util.Arrays;

/// What was unpacked last, as far back as matches may reach, and behind it what nobody has taken yet.
///
/// It grows as bytes come, since a frame may ask for far more than it needs.
final class Window {

    private static final int FIRST = 64 << 10;

    private final int reach;
    private final int largest;
    private byte[] bytes;
    private int end;
    private int taken;

    /// @param size how far back matches may reach
    /// @param content how much there will be in all, or -1
    Window(int size, long content) {
        this.reach = size;
        // Room to go on for a while before what is still needed is moved to the front.
        var room = (long) size + Math.max(size / 4, 2 * Block.LONGEST);
        this.largest = (int) (content < 0 ? room : Math.min(room, Math.min(room, content) + Block.LONGEST));
        this.bytes = new byte[Math.min(largest, FIRST)];
    }

    /// Makes room behind the end for so many bytes, all that was produced having been taken.
    void makeRoom(int length) {
        if (end + length <= bytes.length) {
            return;
        }
        if (bytes.length < largest) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(largest, Math.max(end + length, 2L * bytes.length)));
        }
        if (end + length > bytes.length) {
            var keep = Math.min(end, reach);
            System.arraycopy(bytes, end - keep, bytes, 0, keep);
            end = keep;
            taken = keep;
        }
    }

    int take(byte[] into, int offset, int length) {
        var given = Math.min(length, end - taken);
        System.arraycopy(bytes, taken, into, offset, given);
        taken += given;
        return given;
    }

    byte[] bytes() {
        return bytes;
    }

    int end() {
        return end;
    }

    void advance(int length) {
        end += length;
    }

    void run(byte value, int length) {
        Arrays.fill(bytes, end, end + length, value);
        end += length;
    }

    void literals(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
    }

    /// Repeats what stands so far back; it may reach into what it writes.
    void match(long back, int length) throws IOException {
        ZstdInput.require(back > 0 && back <= end && back <= Math.max(reach, 1), "a match lies in the window");
        var from = end - (int) back;
        if (back >= length) {
            System.arraycopy(bytes, from, bytes, end, length);
        } else {
            for (var i = 0; i < length; i++) {
                bytes[end + i] = bytes[from + i];
            }
        }
        end += length;
    }
}
