/// What the gate promises, against real processes, a real disk, a real database and a real ledger.
@NullMarked
package dev.assay.gate;

import org.jspecify.annotations.NullMarked;
