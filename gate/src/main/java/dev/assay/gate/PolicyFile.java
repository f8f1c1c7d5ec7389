package dev.assay.gate;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Place;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The policy in force is what its file says now.
///
/// Asked before every clearance, so it must cost little: the file's times, size and number are compared, and the file
/// is read again only when they differ, or when it was written so shortly before that two writings could bear the same
/// time. A file that is missing, unreadable or no policy leaves nothing in force, whatever was in force before.
final class PolicyFile {

    /// File systems stamp times with the tick of the kernel or, at worst, with whole seconds.
    private static final Duration SAME_STAMP = Duration.ofSeconds(2);

    private final Path file;
    private final AtomicLong absences = new AtomicLong();
    private volatile @Nullable Seen last;

    PolicyFile(Path file) {
        this.file = file;
    }

    /// @param stamp times, size and number of the file
    /// @param settled whether a later writing must bear another stamp
    private record Seen(
            Map<String, Object> stamp,
            boolean settled,
            @Nullable Digest text,
            InForce inForce) {}

    InForce now() {
        Map<String, Object> stamp;
        try {
            stamp = stamp();
        } catch (NoSuchFileException missing) {
            return none("its file is missing: " + file.getFileName());
        } catch (IOException unreadable) {
            return none("its file cannot be read: " + unreadable.getMessage());
        }
        var seen = last;
        if (seen != null && seen.settled() && seen.stamp().equals(stamp)) {
            return seen.inForce();
        }
        return look(stamp, seen);
    }

    /// How often somebody asked and nothing was in force: whoever was told so has to be told when that is over.
    long absences() {
        return absences.get();
    }

    private synchronized InForce look(Map<String, Object> stamp, @Nullable Seen before) {
        try {
            var text = Digest.of(Files.readAllBytes(file));
            var known = before != null && text.equals(before.text()) && before.inForce() instanceof InForce.Ruling;
            var inForce = known && before != null ? before.inForce() : new InForce.Ruling(Policy.read(file));
            if (stamp.equals(stamp())) {
                last = new Seen(stamp, settled(), text, inForce);
            }
            return inForce;
        } catch (IOException unreadable) {
            return none("its file cannot be read: " + unreadable.getMessage());
        } catch (IllegalArgumentException invalid) {
            return none("its file is not a policy: " + invalid.getMessage());
        }
    }

    private boolean settled() throws IOException {
        var changed = Files.getLastModifiedTime(file).toInstant();
        return changed.plus(SAME_STAMP).isBefore(Instant.now());
    }

    private Map<String, Object> stamp() throws IOException {
        return Files.readAttributes(file, "unix:ctime,lastModifiedTime,size,ino");
    }

    private InForce none(String why) {
        last = null;
        absences.incrementAndGet();
        return new InForce.Nothing("no policy is in force, " + Place.printable(why));
    }
}
