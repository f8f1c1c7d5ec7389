/// What would this command line do to whoever runs it?
///
/// Scripts, notebooks, image builds, read-me files and strings in source carry commands. [Shell] reads
/// them as a POSIX shell would split them, without running anything, and says what some come to: a
/// download that goes into a shell, text that is decoded and run, a shell that is handed to a connection.
/// [Windows] knows the same of PowerShell and of what Windows has at hand.
///
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">POSIX: Shell
///     Command Language</a>
@NullMarked
package dev.assay.inspect.shell;

import org.jspecify.annotations.NullMarked;
