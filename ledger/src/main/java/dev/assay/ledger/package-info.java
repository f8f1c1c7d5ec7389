/// Can we prove what we said? An append-only Merkle log of lines of text; it cannot know what it records.
///
/// A [Ledger] takes lines and gives each an index. What it said so far is summed up in a [Checkpoint], which it signs;
/// a
/// [Receipt] shows that one line is in it. A [Verifier] checks all three, and the files themselves, without the ledger.
///
/// Not answered here: whether a line is true, and what it is about.
///
/// Read [Ledger] first, then `Shelf`, which says in which order the files change, and `Merkle`.
///
/// **What [Ledger#append] returned for is on the disk, and nothing before it can change unseen.** A torn end, which was
/// promised to nobody, is cut off; anything else that does not fit is [Broken], and is left as it is.
@NullMarked
package dev.assay.ledger;

import org.jspecify.annotations.NullMarked;
