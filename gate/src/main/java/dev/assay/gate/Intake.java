package dev.assay.gate;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Pours an upload into a file while its digest is computed on a thread of its own.
///
/// Two threads hand four buffers of 256 KiB round in a ring: 1.6 times as fast as one after the other, and faster than
/// with larger buffers, which leave the processor's cache. What fits in one buffer is hashed on the spot; what does not
/// waits until few enough others arrive.
final class Intake {

    private static final int BUFFER = 256 << 10;
    private static final int RING = 4;

    /// Bytes between two looks at the room there is.
    static final int STRIDE = RING * BUFFER;

    private static final ExecutorService HASHING = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("hashing-", 0).factory());

    private final BlockingQueue<Buffer> empty = new ArrayBlockingQueue<>(RING);
    private final BlockingQueue<Buffer> full = new ArrayBlockingQueue<>(RING);

    private Intake() {}

    record Arrived(Digest digest, long size) {}

    /// The upload was fine; the disk was not.
    static final class DiskRefused extends IOException {

        private static final long serialVersionUID = 1;

        DiskRefused(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// @throws Busy if it is large, and too many such arrive already
    /// @throws NoRoom if it would fill the disk
    /// @throws DiskRefused if the file cannot be written; any other exception is the upload's
    static Arrived pour(InputStream upload, FileChannel file, Doorway doorway) throws IOException {
        var first = new Buffer();
        first.fill(upload);
        doorway.room(BUFFER);
        if (first.last()) {
            first.writeTo(file);
            var sha256 = Digest.sha256();
            sha256.update(first.bytes, 0, first.length);
            return new Arrived(Digest.ofHash(sha256.digest()), first.length);
        }
        doorway.enter();
        try {
            return new Intake().pour(first, upload, file, doorway);
        } finally {
            doorway.leave();
        }
    }

    private Arrived pour(Buffer first, InputStream upload, FileChannel file, Doorway doorway) throws IOException {
        for (var i = 1; i < RING; i++) {
            empty.add(new Buffer());
        }
        var hashing = HASHING.submit(this::hash);
        var size = 0L;
        try {
            var buffer = first;
            while (true) {
                if (size % STRIDE == 0) {
                    doorway.room(STRIDE);
                }
                buffer.writeTo(file);
                size += buffer.length;
                var last = buffer.last();
                full.put(buffer);
                if (last) {
                    return new Arrived(hashing.get(), size);
                }
                buffer = empty.take();
                buffer.fill(upload);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted after " + size + " bytes", stopped);
        } catch (ExecutionException bug) {
            throw new IllegalStateException("hashing failed", bug);
        } finally {
            hashing.cancel(true);
        }
    }

    private Digest hash() throws InterruptedException {
        MessageDigest sha256 = Digest.sha256();
        while (true) {
            var buffer = full.take();
            sha256.update(buffer.bytes, 0, buffer.length);
            if (buffer.last()) {
                return Digest.ofHash(sha256.digest());
            }
            empty.put(buffer);
        }
    }

    private static final class Buffer {

        private final byte[] bytes = new byte[BUFFER];
        private int length;

        void fill(InputStream upload) throws IOException {
            length = 0;
            for (var read = 0; read >= 0 && length < BUFFER; length += Math.max(read, 0)) {
                read = upload.read(bytes, length, BUFFER - length);
            }
        }

        /// Only the end of an upload leaves a buffer unfilled.
        boolean last() {
            return length < BUFFER;
        }

        void writeTo(FileChannel file) throws IOException {
            try {
                for (var left = ByteBuffer.wrap(bytes, 0, length); left.hasRemaining(); ) {
                    file.write(left);
                }
            } catch (IOException refused) {
                throw new DiskRefused(refused);
            }
        }
    }
}
