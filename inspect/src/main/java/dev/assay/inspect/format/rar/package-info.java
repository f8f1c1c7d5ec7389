/// RAR archives, of version 5 and of those before. Members that are stored, or packed in the way of version 5, are
/// unpacked and examined; what is encrypted, spread over volumes or packed in an older way is said to be unread.
///
/// @see <a href="https://www.rarlab.com/technote.htm">RAR 5.0 archive format</a>
@NullMarked
package dev.assay.inspect.format.rar;

import org.jspecify.annotations.NullMarked;
