@NullMarked
package dev.assay.repo.git;

import org.jspecify.annotations.NullMarked;
