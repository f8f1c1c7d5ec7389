/// GGUF, the model file of llama.cpp: keys and values, tensor descriptions, numbers.
@NullMarked
package dev.assay.inspect.format.gguf;

import org.jspecify.annotations.NullMarked;
