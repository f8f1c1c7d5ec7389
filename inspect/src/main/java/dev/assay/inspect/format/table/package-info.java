/// Columnar tables: Parquet and Arrow.
@NullMarked
package dev.assay.inspect.format.table;

import org.jspecify.annotations.NullMarked;
