/// What the ledger promises, on a real disk.
@NullMarked
package dev.assay.ledger;

import org.jspecify.annotations.NullMarked;
