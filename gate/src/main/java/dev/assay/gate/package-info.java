/// May it leave? Bytes come in to quarantine, are inspected, judged, written down, and leave against a
/// [Gate.Clearance].
@NullMarked
package dev.assay.gate;

import org.jspecify.annotations.NullMarked;
