/// What R saves: values as nested items, in three encodings, usually in a compressed stream.
///
/// Data frames and lists of vectors are data. A promise is code that runs as soon as the value is touched
/// (CVE-2024-27322); functions, expressions and byte code run when somebody calls them; external pointers
/// and classes of other packages are made by code that lives elsewhere.
@NullMarked
package dev.assay.inspect.format.rdata;

import org.jspecify.annotations.NullMarked;
