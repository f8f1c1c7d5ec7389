package dev.assay.gate;

import java.io.IOException;
import java.nio.file.Path;

/// Sealed bytes, where an inspector can read them until this is closed.
interface Shown extends AutoCloseable {

    Path file();

    @Override
    void close() throws IOException;
}
