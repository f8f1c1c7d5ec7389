@NullMarked
package dev.assay.repo.people;

import org.jspecify.annotations.NullMarked;
