package dev.assay.judge;

/// A rule and its place in the order in which rules are asked.
record Numbered(int number, Rule rule) {}
