/// CatBoost models: trees and their tables, as FlatBuffers.
@NullMarked
package dev.assay.inspect.format.catboost;

import org.jspecify.annotations.NullMarked;
