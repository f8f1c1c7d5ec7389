/// What does a hub hold under this name, and what are its bytes?
///
/// The one place of the command line that speaks HTTP, and only when it was asked for a reference:
/// `hf:owner/name`. What comes back is as hostile as any file: a name in a list is printed and never
/// becomes a path, a length is a limit and not a promise, and a digest is compared with the bytes that
/// came.
@NullMarked
package dev.assay.cli.hub;

import org.jspecify.annotations.NullMarked;
