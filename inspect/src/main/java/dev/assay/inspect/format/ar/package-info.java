/// The archives of `ar`: static libraries, and Debian packages, which are three members of one.
@NullMarked
package dev.assay.inspect.format.ar;

import org.jspecify.annotations.NullMarked;
