@NullMarked
package dev.assay.convert;

import org.jspecify.annotations.NullMarked;
