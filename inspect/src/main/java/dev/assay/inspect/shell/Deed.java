package dev.assay.inspect.shell;

/// Something a command comes to.
///
/// @param at where the command begins in the text, in characters
/// @param sense what it comes to: `downloading into a shell`
/// @param what the command, on one line and printable
public record Deed(int at, String sense, String what) {}
