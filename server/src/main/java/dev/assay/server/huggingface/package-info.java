/// The Hugging Face Hub API, as its clients speak it. Their spellings stop here.
@NullMarked
package dev.assay.server.huggingface;

import org.jspecify.annotations.NullMarked;
