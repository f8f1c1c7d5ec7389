/// Zstandard, unpacked (RFC 8878). Our own, in arrays that check every step: see `docs/decisions/zstandard.md`.
///
/// Start at [dev.assay.inspect.wire.zstd.ZstdInput], one frame.
@NullMarked
package dev.assay.inspect.wire.zstd;

import org.jspecify.annotations.NullMarked;
