/// Do the real clients notice? A hub of our own in a process of its own, and the released clients against it.
@NullMarked
package dev.assay.clients;

import org.jspecify.annotations.NullMarked;
