@NullMarked
package dev.assay.inspect.neighbours;

import org.jspecify.annotations.NullMarked;
