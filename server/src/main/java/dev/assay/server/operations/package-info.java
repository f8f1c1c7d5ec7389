/// How is the hub itself? Health, metrics, and the decisions of its administrators.
@NullMarked
package dev.assay.server.operations;

import org.jspecify.annotations.NullMarked;
