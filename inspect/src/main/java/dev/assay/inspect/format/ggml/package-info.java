/// What llama.cpp and its kin wrote before GGUF and beside it: models for the library ggml with a
/// magic, sizes, words and tensors; adapters; matrices of importance. All of it is numbers and words; a
/// loader believes the sizes.
@NullMarked
package dev.assay.inspect.format.ggml;

import org.jspecify.annotations.NullMarked;
