/// Single compressed streams: gzip, bzip2, xz, LZ4.
@NullMarked
package dev.assay.inspect.format.compressed;

import org.jspecify.annotations.NullMarked;
