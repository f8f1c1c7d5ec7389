package dev.assay.xet;

/// What a client may declare. Everything above is refused before anything is allocated for it.
///
/// The reference client cuts chunks at 128 KiB and xorbs at 64 MiB of unpacked bytes or 8192 chunks.
final class Limits {

    /// Bytes of one chunk, unpacked.
    static final int CHUNK = 128 * 1024;

    /// Bytes of one chunk as sent: compression may lose, but not by more than this.
    static final int PACKED_CHUNK = 2 * CHUNK;

    static final int CHUNKS_PER_XORB = 8192;

    /// Bytes of all chunks of a xorb as sent, each with its header.
    static final long XORB = 64L * 1024 * 1024 + (long) CHUNKS_PER_XORB * Chunk.HEADER;

    /// Bytes of all chunks of a xorb, unpacked. A packer that fills a xorb by its packed size stays below; a bomb does
    /// not.
    static final long UNPACKED_XORB = 128L * 1024 * 1024;

    /// Bytes of a shard. The reference client starts a new one at 64 MiB.
    static final long SHARD = 128L * 1024 * 1024;

    private Limits() {}
}
