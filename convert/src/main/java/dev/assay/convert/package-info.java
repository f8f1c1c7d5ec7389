/// What of it can be kept? Tensors of a PyTorch file, written as safetensors, bit for bit.
///
/// Nothing is loaded. The file is inspected first, and every import and call that was found must be one that only puts
/// a tensor or a dictionary together; then [dev.assay.convert.StateDict] follows exactly those. What neither can
/// explain is refused, with a list of what stands in the way: a copy that left something out silently would be worse
/// than none.
///
/// @see <a href="https://github.com/huggingface/safetensors#format">safetensors, the format</a>
@NullMarked
package dev.assay.convert;

import org.jspecify.annotations.NullMarked;
