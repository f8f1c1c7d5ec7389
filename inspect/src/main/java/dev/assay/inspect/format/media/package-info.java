/// Pictures, sound, film, fonts and documents. Nobody runs them; what matters is where they end by their own structure,
/// and what stands behind.
@NullMarked
package dev.assay.inspect.format.media;

import org.jspecify.annotations.NullMarked;
