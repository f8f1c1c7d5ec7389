package dev.assay.inspect.format.safetensors;

/// One tensor of the header.
///
/// @param at where the header says so
/// @param from first byte of its numbers, counted from the end of the header
/// @param to the byte behind its last
record Tensor(long at, String name, long from, long to) {}
