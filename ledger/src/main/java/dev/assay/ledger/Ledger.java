package dev.assay.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What we said, in the order we said it: an append-only Merkle tree of lines of text (RFC 6962 hashing,
/// C2SP tlog-tiles layout, signed checkpoints).
///
/// Safe for use by many threads; appends made at the same time share one fsync.
public final class Ledger implements Closeable {

    private Ledger() {}

    /// Opens the ledger in this folder, making one if there is none, and repairs the end that a crash tore.
    ///
    /// @throws IOException if the folder cannot be used, or what is there is not a ledger or does not verify
    public static Ledger open(Path folder, String origin) throws IOException {
        throw new UnsupportedOperationException("in work " + folder + origin);
    }

    /// Adds one line and returns once it is durable.
    ///
    /// @param line one line without its line feed, at most 60,000 bytes of UTF-8
    /// @return the index of the line, from 0
    public long append(String line) throws IOException {
        throw new UnsupportedOperationException("in work " + line);
    }

    /// How many lines are durable.
    public long size() {
        throw new UnsupportedOperationException("in work");
    }

    /// The lines from this index on, oldest first; a snapshot of what is durable now. To be closed.
    public Stream<String> lines(long from) throws IOException {
        throw new UnsupportedOperationException("in work " + from);
    }

    @Override
    public void close() throws IOException {}
}
