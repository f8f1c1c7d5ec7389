/// ONNX: a graph of operators and its tensors, as a protocol buffer.
///
/// A runtime that loads it computes, and no more, with four exceptions, which are what is looked for:
/// operators of a library that somebody has to bring, operators that call into Python or into compiled
/// code, tensors whose numbers are in another file, and whatever a field holds that the schema does not
/// have.
@NullMarked
package dev.assay.inspect.format.onnx;

import org.jspecify.annotations.NullMarked;
