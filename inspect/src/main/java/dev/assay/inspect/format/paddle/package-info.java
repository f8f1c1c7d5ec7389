/// PaddlePaddle: programs as protocol buffers, and the files of their parameters.
@NullMarked
package dev.assay.inspect.format.paddle;

import org.jspecify.annotations.NullMarked;
