/// How would one attack it? Hostile files made in code, from words, with harmless markers; bytes out. Test scope only.
@NullMarked
package dev.assay.forge;

import org.jspecify.annotations.NullMarked;
