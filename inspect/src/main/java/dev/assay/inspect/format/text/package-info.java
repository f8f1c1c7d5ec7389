/// Text of every kind. A text does not say who will read it: the same bytes are a note to one program and a
/// template, a configuration or a source file to another. So all readings are tried ([Text]), each on its own
/// terms, and what any of them would do is reported.
@NullMarked
package dev.assay.inspect.format.text;

import org.jspecify.annotations.NullMarked;
