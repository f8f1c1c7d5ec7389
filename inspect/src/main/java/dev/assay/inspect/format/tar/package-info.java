/// Tape archives: ustar, with the long names of GNU and of POSIX.
@NullMarked
package dev.assay.inspect.format.tar;

import org.jspecify.annotations.NullMarked;
