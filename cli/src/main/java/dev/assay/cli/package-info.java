/// How does a person reach it? The commands that need no server: `assay scan` and `assay verify`.
///
/// Read [Scan] first. What it prints is a contract that scripts rely on: [JsonReport] states it.
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
