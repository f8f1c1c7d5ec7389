package dev.assay.judge;

import dev.assay.inspect.Finding;

/// What a policy makes of one finding, and why.
public record Ruling(Finding finding, Outcome outcome, Word word, String because) {}
