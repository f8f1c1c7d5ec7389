package dev.assay.gate;

import dev.assay.judge.Outcome;

/// What a person decided about one blob.
///
/// @param over what the policy said when it was decided: a release reaches no further, so that what a later look
///     convicts is not let out by an earlier word
record Decision(boolean released, String who, String because, Outcome over) {}
