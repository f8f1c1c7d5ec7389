/// Encodings that several formats share. Nothing here knows a format.
@NullMarked
package dev.assay.inspect.wire;

import org.jspecify.annotations.NullMarked;
