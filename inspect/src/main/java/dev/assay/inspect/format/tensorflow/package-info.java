/// TensorFlow: graphs of operators as protocol buffers (a SavedModel, a frozen graph, a MetaGraph), what
/// checkpoints are indexed by, and TensorFlow Lite.
///
/// A graph is a program. Most operators compute; some read and write files, open connections, call back
/// into Python, or run a graph that a string holds. The tables beside say which is which; what they do not
/// know is said to be unknown.
@NullMarked
package dev.assay.inspect.format.tensorflow;

import org.jspecify.annotations.NullMarked;
