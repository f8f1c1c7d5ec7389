/// Python's marshal: the format of `.pyc` files, of Keras' Lambda layers, and of whatever else carries compiled
/// Python. Loading it builds objects and runs nothing; the code among them is there to be run.
///
/// @see <a href="https://docs.python.org/3/library/marshal.html">The module</a>; the format is described nowhere but in
/// `Python/marshal.c`
@NullMarked
package dev.assay.inspect.format.marshal;

import org.jspecify.annotations.NullMarked;
