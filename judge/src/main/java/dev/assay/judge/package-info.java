/// What do we make of it? Findings are facts; here a [Policy], which is data, turns an inspection into a [Verdict].
@NullMarked
package dev.assay.judge;

import org.jspecify.annotations.NullMarked;
