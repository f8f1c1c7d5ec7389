/// Databases of SQLite. Opening one runs nothing, but its views and triggers are SQL of its author, and its columns may
/// hold pickles, as caches and dictionaries kept in a file do.
///
/// @see <a href="https://www.sqlite.org/fileformat2.html">Database File Format</a>
@NullMarked
package dev.assay.inspect.format.sqlite;

import org.jspecify.annotations.NullMarked;
