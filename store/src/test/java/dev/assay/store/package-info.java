/// What the store promises, against real databases.
@NullMarked
package dev.assay.store;

import org.jspecify.annotations.NullMarked;
