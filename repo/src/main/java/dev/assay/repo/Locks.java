package dev.assay.repo;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// One writer at a time for each repository, on this node. Several nodes are kept apart by compare-and-set in SQL;
/// this spares them most of the retries.
final class Locks {

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

    ReentrantLock of(long repository) {
        return locks[Math.floorMod(repository, locks.length)];
    }
}
