/// What is this file, and what would it do to whoever loads it?
///
/// An [Inspector] takes a [Specimen] — bytes, and nothing else — and answers with an
/// [Inspection]: every [Finding] it could establish. Whether a finding is acceptable is not
/// decided here; that is the gate's business.
///
/// Read [Finding] first, then [Format], then `dev.assay.inspect.format.npy`, the smallest format we know.
///
/// **The bytes are hostile.** They are read through a [Cursor], which checks every step.
/// A file that breaks its own format is not an error of ours: it is something we found.
@NullMarked
package dev.assay.inspect;

import org.jspecify.annotations.NullMarked;
