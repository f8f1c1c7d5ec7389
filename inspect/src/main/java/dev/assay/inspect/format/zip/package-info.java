/// Zip archives, and what is kept in them: PyTorch models, NumPy archives, Java and Android programs.
@NullMarked
package dev.assay.inspect.format.zip;

import org.jspecify.annotations.NullMarked;
