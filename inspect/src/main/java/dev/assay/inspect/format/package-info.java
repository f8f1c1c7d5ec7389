@NullMarked
package dev.assay.inspect.format;

import org.jspecify.annotations.NullMarked;
