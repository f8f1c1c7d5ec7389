@NullMarked
package dev.assay.repo;

import org.jspecify.annotations.NullMarked;
