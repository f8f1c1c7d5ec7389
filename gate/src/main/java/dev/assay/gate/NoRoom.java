package dev.assay.gate;

import java.io.IOException;

/// The vault's disk has no room for another upload, which was not kept. What is in the vault can be read as before.
public final class NoRoom extends IOException {

    private static final long serialVersionUID = 1;

    private final long free;
    private final long reserve;

    /// @param free bytes that are free
    /// @param reserve bytes that have to stay free
    NoRoom(long free, long reserve) {
        super("the vault's disk is full: " + free + " bytes are free, and " + reserve
                + " are kept for the ledger and the database; none of the upload was kept");
        this.free = free;
        this.reserve = reserve;
    }

    public long free() {
        return free;
    }

    public long reserve() {
        return reserve;
    }
}
