package dev.assay.xet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The xorbs that one uploader sent in one epoch. What is here has been unpacked and hashed whole.
public final class Shelf {

    static final String UNFINISHED = ".part";

    private final Path folder;

    Shelf(Path folder) {
        this.folder = folder;
    }

    /// Takes in a xorb. When this returns it is on disk for good.
    ///
    /// @param claimed the hash that the client says it has
    /// @return false if this uploader had sent it already; then the body is read to its end and dropped
    /// @throws Malformed if it is not a xorb, or not the one that was claimed; nothing is kept then
    /// @throws IOException if the body breaks off or the disk refuses; nothing is kept then
    public boolean put(MerkleHash claimed, InputStream body) throws IOException, Malformed {
        var place = place(claimed);
        if (has(claimed)) {
            drop(body);
            return false;
        }
        Files.createDirectories(place.getParent());
        var unfinished = Files.createTempFile(place.getParent(), "", UNFINISHED);
        try {
            write(claimed, body, unfinished);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            // The name is durable when its folder is.
            try (var directory = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return true;
    }

    /// Whether this uploader sent this xorb already.
    public boolean has(MerkleHash hash) {
        return Files.exists(place(hash));
    }

    private static void write(MerkleHash claimed, InputStream body, Path file) throws IOException, Malformed {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(new ChannelOutput(channel), Limits.PACKED_CHUNK);
            var xorb = Xorb.receive(body, out);
            if (!xorb.hash().equals(claimed)) {
                throw new Malformed("the xorb", 0, "its hash is the one in the address, but it is " + xorb.hash());
            }
            out.write(xorb.footer());
            out.flush();
            channel.force(true);
        }
    }

    /// Takes in a shard, and checks its form; to be closed.
    ///
    /// @throws Malformed if it is not a shard in the form in which shards are uploaded
    /// @throws IOException if the body breaks off or the disk refuses
    public SpooledShard shard(InputStream body) throws IOException, Malformed {
        Files.createDirectories(folder);
        return SpooledShard.of(folder, body);
    }

    /// Bytes that files put together from this shelf could still take on disk.
    public long room() throws IOException {
        Files.createDirectories(folder);
        return Files.getFileStore(folder).getUsableSpace();
    }

    /// A xorb of this shelf, open; to be closed.
    Optional<Stored> find(MerkleHash hash) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(place(hash), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stored(Xorb.at(file), file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Path place(MerkleHash hash) {
        var name = hash.toString();
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }

    private static void drop(InputStream body) throws IOException, Malformed {
        var buffer = new byte[64 * 1024];
        var left = Limits.XORB;
        for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new Malformed("the xorb", Limits.XORB, "a xorb has at most 64 MiB");
            }
        }
    }

    /// A xorb's table, and the file that it is the table of.
    record Stored(Xorb xorb, FileChannel file) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class ChannelOutput extends OutputStream {

        private final FileChannel channel;

        ChannelOutput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var buffer = ByteBuffer.wrap(bytes, offset, length); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        }
    }
}
