package dev.assay.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// The lines of the tile that is not full yet, written one group after the other; each group is flushed once.
///
/// A group is a header (mark, length, index of its first line, CRC-32C of all that) and lines with their lengths.
/// A crash tears at most the last group, which nobody was promised: it is cut off. A bad group with a good one after it
/// was promised, so it was altered, and is refused.
///
/// What could not be written whole is cut off at once, as after a crash; nobody was promised it, and it was not
/// flushed.
/// A [RandomAccessFile] and no channel, since an interrupt would close that.
final class Tail implements Closeable {

    private static final int MARK = 0x41_4c_74_31;
    private static final int HEADER = 4 + 4 + 8 + 4;
    /// A tile of the longest lines, each in a group of its own.
    private static final long LONGEST = (long) Tiles.WIDTH * (HEADER + 2 + 65_535);

    private final RandomAccessFile file;
    private final List<byte[]> lines;

    private Tail(RandomAccessFile file, List<byte[]> lines) {
        this.file = file;
        this.lines = lines;
    }

    static Path file(Path folder, long tile) {
        return folder.resolve("tail").resolve(Long.toString(tile));
    }

    static Tail open(Path folder, long tile) throws IOException {
        var file = file(folder, tile);
        var bytes = Tiles.read(file, LONGEST).orElseGet(() -> new byte[0]);
        var lines = new ArrayList<byte[]>();
        var good = 0;
        while (good < bytes.length) {
            var index = tile * Tiles.WIDTH + lines.size();
            var end = end(bytes, good, index);
            if (end < 0) {
                if (anyAfter(bytes, good)) {
                    throw new Broken("line " + index + ", or one of those written with it, was altered");
                }
                break;
            }
            lines.addAll(Tiles.parse(Arrays.copyOfRange(bytes, good + HEADER, end), Tiles.WIDTH));
            good = end;
        }
        Durable.folder(folder.resolve("tail"));
        var written = new RandomAccessFile(file.toFile(), "rw");
        try {
            var tail = new Tail(written, lines);
            tail.cut(good);
            Durable.flushed(folder.resolve("tail"));
            return tail;
        } catch (IOException refused) {
            written.close();
            throw refused;
        }
    }

    /// Adds these lines, which follow on those that are here, and returns when they are durable.
    ///
    /// @throws IOException if they cannot be written, for want of room for instance; none of them is here then
    /// @throws Durable.Unflushed if it is not known what is here now
    void add(long index, List<byte[]> more) throws IOException {
        var bundle = Tiles.bundle(more);
        var group = ByteBuffer.allocate(HEADER + bundle.length)
                .putInt(MARK)
                .putInt(bundle.length)
                .putLong(index);
        group.putInt(sum(group.array(), 0, bundle)).put(bundle);
        var end = file.getFilePointer();
        try {
            file.write(group.array());
        } catch (IOException refused) {
            try {
                cut(end);
            } catch (IOException worse) {
                refused.addSuppressed(worse);
                throw new Durable.Unflushed(refused);
            }
            throw refused;
        }
        flush();
        lines.addAll(more);
    }

    private void cut(long end) throws IOException {
        file.setLength(end);
        file.seek(end);
        flush();
    }

    private void flush() throws IOException {
        try {
            file.getFD().sync();
        } catch (IOException refused) {
            throw new Durable.Unflushed(refused);
        }
    }

    List<byte[]> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    static void forget(Path folder, long tile) throws IOException {
        Files.deleteIfExists(file(folder, tile));
    }

    /// Where the group that begins here ends; -1 if it is not a whole one that begins with this line, or any if
    /// negative.
    private static int end(byte[] bytes, int at, long index) {
        if (bytes.length - at < HEADER) {
            return -1;
        }
        var header = ByteBuffer.wrap(bytes, at, HEADER);
        var mark = header.getInt();
        var length = header.getInt();
        var first = header.getLong();
        var sum = header.getInt();
        if (mark != MARK || length < 2 || length > bytes.length - at - HEADER || index >= 0 && first != index) {
            return -1;
        }
        var bundle = Arrays.copyOfRange(bytes, at + HEADER, at + HEADER + length);
        return sum == sum(bytes, at, bundle) ? at + HEADER + length : -1;
    }

    private static boolean anyAfter(byte[] bytes, int bad) {
        for (var at = bad + 1; at <= bytes.length - HEADER; at++) {
            if (bytes[at] == (byte) (MARK >> 24) && end(bytes, at, -1) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int sum(byte[] header, int at, byte[] bundle) {
        var crc = new CRC32C();
        crc.update(header, at, HEADER - 4);
        crc.update(bundle);
        return (int) crc.getValue();
    }
}
