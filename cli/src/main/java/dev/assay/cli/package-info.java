/// How does a person reach it?
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
