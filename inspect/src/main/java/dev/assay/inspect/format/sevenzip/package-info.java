/// 7z archives: a list of members behind everything else, often packed itself, and before it streams that each hold one
/// member or many.
///
/// Whoever unpacks one runs nothing; but members are unpacked here as they would be there, and examined.
///
/// @see <a href="https://www.7-zip.org/sdk.html">7zFormat.txt in the LZMA SDK</a>
@NullMarked
package dev.assay.inspect.format.sevenzip;

import org.jspecify.annotations.NullMarked;
