/// Can we prove what we said? An append-only Merkle log of lines of text; it cannot know what it records.
@NullMarked
package dev.assay.ledger;

import org.jspecify.annotations.NullMarked;
