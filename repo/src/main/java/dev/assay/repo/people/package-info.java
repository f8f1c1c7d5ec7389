/// Who are they, and how do they prove it?
@NullMarked
package dev.assay.repo.people;

import org.jspecify.annotations.NullMarked;
