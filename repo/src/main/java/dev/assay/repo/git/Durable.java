package dev.assay.repo.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What must be on the disk, and not only on its way there, before a ref may name it.
final class Durable {

    private Durable() {}

    static void file(Path file) throws IOException {
        force(file);
    }

    /// The names in a folder: without this, a power cut can lose a file whose bytes were safe.
    static void folder(Path folder) throws IOException {
        force(folder);
    }

    /// Opened for reading, which is enough: git's packs may be written by nobody, their owner included.
    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
