package dev.assay.gate;

import dev.assay.inspect.Digest;

/// A blob somebody has to look at.
///
/// @param place its place on the docket, lowest first
/// @param notBefore when it may be looked at, in microseconds since the epoch
/// @param attempts how often an inspector has failed on it
record Case(Digest digest, long size, long place, long notBefore, int attempts) {

    /// Bytes that cost a blob one second of its place, and the most that size may cost it: small blobs overtake large
    /// ones, and no stream of small ones keeps a large one waiting for ever.
    private static final long BYTES_PER_MICROSECOND = 10;
    private static final long MOST_COST = 60_000_000;

    static Case fresh(Digest digest, long size, long now) {
        return new Case(digest, size, placed(size, now), now, 0);
    }

    private static long placed(long size, long now) {
        return now + Math.min(size / BYTES_PER_MICROSECOND, MOST_COST);
    }

    /// First in line: somebody waits for it.
    Case awaited() {
        return new Case(digest, size, 0, notBefore, attempts);
    }

    Case failedUntil(int attempts, long then) {
        return new Case(digest, size, then, then, attempts);
    }

    Case putOffUntil(long then) {
        return new Case(digest, size, then, then, attempts);
    }
}
