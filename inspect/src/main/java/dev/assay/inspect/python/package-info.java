/// Python's code objects, wherever they are kept: in marshalled bytes, in the arguments of a pickle's call. What they
/// use is read from the names and constants they carry, which every version of Python keeps in the same two places;
/// the byte code itself is another one in each.
@NullMarked
package dev.assay.inspect.python;

import org.jspecify.annotations.NullMarked;
