package dev.assay.xet;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The xorbs of a shelf that a file was lately found to use, kept open: terms may go back and forth between a few.
final class OpenXorbs implements Closeable {

    private static final int MOST = 16;

    private final Shelf shelf;
    private final LinkedHashMap<MerkleHash, Shelf.Stored> open = new LinkedHashMap<>(MOST, 0.75f, true);

    OpenXorbs(Shelf shelf) {
        this.shelf = shelf;
    }

    /// Stays open until so many others were asked for, or this is closed.
    Optional<Shelf.Stored> find(MerkleHash hash) throws IOException {
        var known = open.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        var found = shelf.find(hash);
        if (found.isPresent()) {
            if (open.size() == MOST) {
                open.pollFirstEntry().getValue().close();
            }
            open.put(hash, found.get());
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pollFirstEntry().getValue().close();
        }
    }
}
