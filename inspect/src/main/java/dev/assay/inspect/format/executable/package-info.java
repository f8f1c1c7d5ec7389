/// What is made to run on a machine. To recognise it is enough: it has no place among the data of a model unless
/// somebody says so.
@NullMarked
package dev.assay.inspect.format.executable;

import org.jspecify.annotations.NullMarked;
