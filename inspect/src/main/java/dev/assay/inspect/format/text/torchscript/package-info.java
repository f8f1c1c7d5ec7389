/// TorchScript: the programs in an archive that `torch.jit.load` reads, and runs when the model is called. Its language
/// has no imports; what it can do is what operations it calls. Those that compute on tensors, numbers, lists and texts
/// are listed with this package; each other one is told of, because it may read or write a file, open a connection or
/// be native code of a library.
///
/// @see <a href="https://docs.pytorch.org/docs/stable/jit_language_reference.html">TorchScript language reference</a>
@NullMarked
package dev.assay.inspect.format.text.torchscript;

import org.jspecify.annotations.NullMarked;
