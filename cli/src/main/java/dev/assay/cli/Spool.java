package dev.assay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// Bytes that come as a stream, kept in a file for the time they are looked at: formats are read back and
/// forth.
final class Spool {

    /// What a stream without a length may come to.
    static final long LONGEST = 64L << 30;

    /// What we leave free on the disk that others work on too.
    private static final long RESERVE = 256L << 20;

    private static final int BUFFER = 256 << 10;
    private static final long LOOK_EVERY = 64L << 20;

    private Spool() {}

    /// @param file is written over
    /// @param most bytes taken; if more come, nothing was kept
    /// @param progress is told how many bytes have come
    /// @throws IOException with a sentence if more come, the disk is nearly full, or reading or
    ///     writing fails
    static void fill(InputStream in, Path file, long most, LongConsumer progress) throws IOException {
        var buffer = new byte[BUFFER];
        var size = 0L;
        var looked = -LOOK_EVERY;
        try (var out = Files.newOutputStream(file)) {
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > most) {
                    throw new IOException("it is longer than " + TextReport.size(most));
                }
                if (size - looked >= LOOK_EVERY) {
                    looked = size;
                    room(file);
                }
                out.write(buffer, 0, read);
                progress.accept(read);
            }
        }
    }

    private static void room(Path file) throws IOException {
        if (Files.getFileStore(file).getUsableSpace() < RESERVE) {
            throw new IOException(
                    "there is no room for it in " + file.toAbsolutePath().getParent());
        }
    }
}
