/// What must still be true after a crash? One SQL database, its migrations, its transactions; no domain.
@NullMarked
package dev.assay.store;

import org.jspecify.annotations.NullMarked;
