/// Universal Binary JSON, in which XGBoost keeps its models.
@NullMarked
package dev.assay.inspect.format.ubjson;

import org.jspecify.annotations.NullMarked;
