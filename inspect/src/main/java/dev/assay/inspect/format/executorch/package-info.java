/// ExecuTorch programs: what PyTorch exports for phones and small machines.
@NullMarked
package dev.assay.inspect.format.executorch;

import org.jspecify.annotations.NullMarked;
