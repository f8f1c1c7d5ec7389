/// SentencePiece models: a vocabulary as a protocol buffer.
@NullMarked
package dev.assay.inspect.format.sentencepiece;

import org.jspecify.annotations.NullMarked;
