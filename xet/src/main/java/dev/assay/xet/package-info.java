/// How do bytes arrive in chunks? The formats and hashes of the Xet protocol; no network, no storage of names.
@NullMarked
package dev.assay.xet;

import org.jspecify.annotations.NullMarked;
