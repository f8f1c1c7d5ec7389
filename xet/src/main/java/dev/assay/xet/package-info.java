/// How do bytes arrive in chunks? The formats and hashes of the Xet protocol, and a place on disk where its xorbs wait.
///
/// A client cuts a file into *chunks* of at most 128 KiB, packs chunks into *xorbs* of about 64 MiB, sends the xorbs,
/// and then a *shard* that says which chunks of which xorbs make up which file. Read [MerkleHash] first, then
/// [Xorb], [Shard] and [Reassembly]; [XorbStore] is where they meet.
///
/// **The bytes are hostile.** Whatever breaks a format is [Malformed], a checked exception, and no length that a
/// client declares is allocated before it is compared with a limit of [Limits].
///
/// Nothing here knows HTTP, SQL or who may read what; and nothing here is believed about a file's SHA-256.
@NullMarked
package dev.assay.xet;

import org.jspecify.annotations.NullMarked;
