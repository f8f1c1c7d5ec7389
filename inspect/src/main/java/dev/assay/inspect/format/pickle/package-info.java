/// What would unpickling do?
///
/// A pickle is a program for a small stack machine. [Machine] runs it on symbols: nothing is imported, called or
/// built, every import and call is stated. [Opcode] is the instruction table, [Value] what the symbols are, [Tape] how
/// readers fetch bytes, [Trace] what was done. Read [Pickle] first.
///
/// @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools, the closest thing to a
///     specification</a>
@NullMarked
package dev.assay.inspect.format.pickle;

import org.jspecify.annotations.NullMarked;
