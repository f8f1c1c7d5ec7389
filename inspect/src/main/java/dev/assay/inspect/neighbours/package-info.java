/// What files do to each other. A file alone says what it imports; what that is, the files beside it may decide.
@NullMarked
package dev.assay.inspect.neighbours;

import org.jspecify.annotations.NullMarked;
