/// Core ML: models of Apple's frameworks as protocol buffers, and the file their weights are in.
@NullMarked
package dev.assay.inspect.format.coreml;

import org.jspecify.annotations.NullMarked;
