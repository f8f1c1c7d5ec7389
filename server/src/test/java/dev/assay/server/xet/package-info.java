@NullMarked
package dev.assay.server.xet;

import org.jspecify.annotations.NullMarked;
