/// What would this Python source do: when it is imported, when it is run as a script, when it is called?
///
/// Several formats carry source: text files, notebooks, strings that other source executes.
/// [PythonSource] reads it. Nothing is executed. [Lexer] and [Parser] make the source's words and
/// statements; [Interpreter] goes through the statements once with values known in part ([Value]), folds
/// what is constant ([Folding]), and asks the table of [Acts] what a call would do. [Reach] then says
/// when each function would run.
///
/// **The source is hostile.** Nesting is bounded where Python bounds it, and what is not followed is said.
///
/// @see <a href="https://docs.python.org/3/reference/grammar.html">The Python grammar</a>
@NullMarked
package dev.assay.inspect.source;

import org.jspecify.annotations.NullMarked;
