/// Compound documents: a file system in a file, in which Office kept its documents until 2007 and keeps
/// macros until today, and in which Windows keeps installers. A document is data; a macro runs when
/// somebody opens the document and agrees.
///
/// @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb">MS-CFB: Compound File Binary File
///     Format</a>
@NullMarked
package dev.assay.inspect.format.compound;

import org.jspecify.annotations.NullMarked;
