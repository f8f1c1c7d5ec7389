package dev.assay.xet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A shard that a client sent, in a file of its own while it is used: a shard may be large, and many may come at once.
public final class SpooledShard implements Closeable {

    private final Path file;
    private final Arena arena;
    private final Shard shard;

    private SpooledShard(Path file, Arena arena, Shard shard) {
        this.file = file;
        this.arena = arena;
        this.shard = shard;
    }

    /// @param folder has to be there
    static SpooledShard of(Path folder, InputStream body) throws IOException, Malformed {
        var file = Files.createTempFile(folder, "shard", Shelf.UNFINISHED);
        var arena = Arena.ofShared();
        try {
            try (var out = Files.newOutputStream(file)) {
                var buffer = new byte[64 * 1024];
                var left = Limits.SHARD;
                for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    left -= read;
                    if (left < 0) {
                        throw new Malformed("the shard", Limits.SHARD, "a shard has at most 128 MiB");
                    }
                    out.write(buffer, 0, read);
                }
            }
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return new SpooledShard(
                        file, arena, Shard.of(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena)));
            }
        } catch (IOException | Malformed | RuntimeException e) {
            arena.close();
            Files.delete(file);
            throw e;
        }
    }

    /// Good until this is closed.
    public Shard shard() {
        return shard;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Files.deleteIfExists(file);
    }
}
