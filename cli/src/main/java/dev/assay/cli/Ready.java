package dev.assay.cli;

import java.io.Closeable;
import java.io.IOException;

/// A file that lies here and can be read, more than once if need be. Closing it throws away what was only
/// kept for that.
interface Ready extends Closeable {

    Scanned read() throws IOException;

    @Override
    default void close() throws IOException {}
}
