/// What do the bytes around one place look like?
///
/// A finding is a sentence with a place. Whoever doubts it, or wants to learn from it, takes the loupe:
/// the blob is read again, and when the reading comes to the member the place lies in, its bytes are
/// copied out, with the way that led there. Nothing here judges, and nothing here says anything that a
/// reader of formats has not said.
@NullMarked
package dev.assay.inspect.loupe;

import org.jspecify.annotations.NullMarked;
