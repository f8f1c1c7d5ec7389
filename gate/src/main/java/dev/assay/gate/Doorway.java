package dev.assay.gate;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many large uploads come in at once, and how full they may make the disk.
final class Doorway {

    /// No reserve is larger than this part of its disk: a small disk is still a disk.
    private static final int PART_OF_DISK = 20;

    private final FileStore disk;
    private final long reserve;
    private final int most;
    private final Duration patience;
    private final Semaphore places;

    /// @param reserve bytes that stay free on the disk
    /// @param most large uploads at once
    /// @param patience how long another one waits for its turn
    Doorway(FileStore disk, long reserve, int most, Duration patience) {
        this.disk = disk;
        this.reserve = reserve;
        this.most = most;
        this.patience = patience;
        this.places = new Semaphore(most, true);
    }

    /// As the settings say, on the disk of the vault's folder, which is made if it is not there.
    static Doorway of(GateSettings settings) throws IOException {
        var disk = Files.getFileStore(Files.createDirectories(settings.folder()));
        return new Doorway(
                disk,
                Math.min(settings.reserve(), disk.getTotalSpace() / PART_OF_DISK),
                settings.receiving(),
                settings.patience());
    }

    /// Takes a place, which is to be left again.
    ///
    /// @throws Busy if none became free in time
    void enter() throws IOException {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy(most);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while other uploads were arriving", stopped);
        }
    }

    void leave() {
        places.release();
    }

    /// @param more bytes that are about to be written
    /// @throws NoRoom if the disk would be too full then
    void room(long more) throws IOException {
        var free = disk.getUsableSpace();
        if (free - more < reserve) {
            throw new NoRoom(free, reserve);
        }
    }

    /// The same refusal for what the disk itself refused, if that is why.
    IOException refused(IOException cause) {
        try {
            room(Intake.STRIDE);
        } catch (NoRoom full) {
            full.initCause(cause);
            return full;
        } catch (IOException unknown) {
            cause.addSuppressed(unknown);
        }
        return new IOException(
                "the vault's disk refused the upload, and none of it was kept: " + cause.getMessage(), cause);
    }
}
