/// Git LFS: large files come and go by their digest.
@NullMarked
package dev.assay.server.lfs;

import org.jspecify.annotations.NullMarked;
