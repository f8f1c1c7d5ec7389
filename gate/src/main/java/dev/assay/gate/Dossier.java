package dev.assay.gate;

import dev.assay.judge.Outcome;
import org.jspecify.annotations.Nullable;

/// What is on file about one blob, as one policy and one generation of formats see it.
///
/// @param onDocket whether somebody will look at it, now or after a rest
/// @param notBefore when it may be looked at, in microseconds since the epoch
/// @param attempts how often an inspector failed on it
/// @param why what happened the last time, if it failed
/// @param inspected whether this generation's facts are on file
/// @param outcome what the policy made of them, if it has been asked and the ledger says so
/// @param decision what a person decided, if one did
record Dossier(
        long size,
        boolean onDocket,
        long notBefore,
        int attempts,
        @Nullable String why,
        boolean inspected,
        @Nullable Outcome outcome,
        @Nullable Decision decision) {}
