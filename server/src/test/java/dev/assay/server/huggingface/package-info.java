@NullMarked
package dev.assay.server.huggingface;

import org.jspecify.annotations.NullMarked;
