/// Safetensors: a length, a JSON header, and numbers. The format was made to be safe to load; what is checked is that
/// every reader sees the same numbers, and that nothing else is in the file.
@NullMarked
package dev.assay.inspect.format.safetensors;

import org.jspecify.annotations.NullMarked;
