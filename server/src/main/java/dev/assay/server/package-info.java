/// How does the world reach it? HTTP, and all the wiring.
@NullMarked
package dev.assay.server;

import org.jspecify.annotations.NullMarked;
