package dev.assay.server.huggingface;

import dev.assay.repo.Commit;
import dev.assay.repo.Entry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Shapes that several routes share.
final class Wire {

    /// Clients parse this and nothing else: milliseconds, and a `Z`.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Wire() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /// @param pointerSize bytes of the pointer that git holds
    record Lfs(String oid, long size, int pointerSize) {

        static Optional<Lfs> of(Entry entry) {
            return entry.large()
                    ? entry.digest().map(it -> new Lfs(it.hex(), entry.size(), entry.pointerSize()))
                    : Optional.empty();
        }
    }

    record LastCommit(String id, String title, String date) {

        static LastCommit of(Commit commit) {
            return new LastCommit(commit.id(), commit.title(), time(commit.at()));
        }
    }
}
