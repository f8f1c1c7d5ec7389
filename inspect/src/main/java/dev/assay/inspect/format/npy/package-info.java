@NullMarked
package dev.assay.inspect.format.npy;

import org.jspecify.annotations.NullMarked;
