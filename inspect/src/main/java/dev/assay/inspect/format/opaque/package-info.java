/// What we recognise and cannot read yet. Saying so keeps it in, and tells people why.
@NullMarked
package dev.assay.inspect.format.opaque;

import org.jspecify.annotations.NullMarked;
