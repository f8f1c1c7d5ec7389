package dev.assay.inspect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where a packed member is unpacked to: memory outside the heap, given back as soon as the member was examined.
///
/// It grows by doubling, never beyond its limit; while it grows, the old room and the new one are there together, so a
/// member takes at most one and a half times the limit.
final class Unpacked implements AutoCloseable {

    enum Filled {
        WHOLE,
        SPENT,
        UNREAD,
        BROKEN
    }

    private final long limit;
    private Arena arena = Arena.ofConfined();
    private MemorySegment room;
    private long size;
    private String why = "";

    Unpacked(long limit) {
        this.limit = limit;
        this.room = arena.allocate(8 << 10);
    }

    /// Reads the stream to its end, to the limit, or to where it breaks; what was read until then is kept.
    Filled fill(InputStream unpacking) {
        var buffer = new byte[8 << 10];
        try (var metered = new Metered(unpacking, limit)) {
            for (var read = metered.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = metered.read(buffer, 0, buffer.length)) {
                append(buffer, read);
            }
            return Filled.WHOLE;
        } catch (Metered.Spent spent) {
            return Filled.SPENT;
        } catch (Unread unread) {
            why = unread.why();
            return Filled.UNREAD;
        } catch (IOException | RuntimeException broken) { // decompressors of every make meet hostile bytes here
            return Filled.BROKEN;
        }
    }

    private void append(byte[] buffer, int length) {
        if (size + length > room.byteSize()) {
            var larger = Arena.ofConfined();
            var grown = larger.allocate(Math.max(size + length, Math.min(room.byteSize() * 2, limit)));
            MemorySegment.copy(room, 0, grown, 0, size);
            arena.close();
            arena = larger;
            room = grown;
        }
        MemorySegment.copy(buffer, 0, room, JAVA_BYTE, size, length);
        size += length;
    }

    long size() {
        return size;
    }

    /// Why the stream was not read on, if that was our decision.
    String why() {
        return why;
    }

    MemorySegment bytes() {
        return room.asSlice(0, size).asReadOnly();
    }

    @Override
    public void close() {
        arena.close();
    }
}
