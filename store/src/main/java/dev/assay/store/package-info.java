/// What must still be true after a crash? One SQL database, its migrations, its transactions; no domain.
///
/// A [Database] is SQLite in one file, or PostgreSQL. Which tables there are is each room's own affair: a room brings
/// its migrations, calls [Database#migrate], and speaks SQL inside [Database#read] and [Database#write].
///
/// Not answered here: what a row means, who may see it, and how bytes of any size are kept.
///
/// Read [Database] first, then [StoreFailure]; `Engine` holds what is different between the two databases, and nothing
/// else may know which of them it talks to.
///
/// **What a write returned from is on the disk.** Both databases flush before they say that they committed, and a
/// PostgreSQL server that was told not to is refused.
@NullMarked
package dev.assay.store;

import org.jspecify.annotations.NullMarked;
