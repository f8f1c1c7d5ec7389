package dev.assay.gate;

import dev.assay.judge.Outcome;
import dev.assay.judge.Verdict;

/// How a blob stands with the gate.
public sealed interface Standing {

    /// No blob of this digest is here.
    record Absent() implements Standing {}

    /// It waits for an inspector, or is being read by one.
    record Waiting() implements Standing {}

    /// It could not be inspected, for now: the inspector was killed, hung, or answered nonsense; no policy is in
    /// force. It is held, and looked at again.
    record Unexamined(String why) implements Standing {}

    /// A policy has judged it.
    record Judged(Verdict verdict) implements Standing {}

    /// A person has decided; the policy's verdict stays on record.
    record Decided(boolean released, String who, String because) implements Standing {}

    /// Whether a blob that stands so may be read.
    default boolean lets() {
        return switch (this) {
            case Judged it -> it.verdict().outcome() == Outcome.CLEAR;
            case Decided it -> it.released();
            case Absent it -> false;
            case Waiting it -> false;
            case Unexamined it -> false;
        };
    }

    /// Whether it never will be, as things are.
    default boolean convicts() {
        return switch (this) {
            case Judged it -> it.verdict().outcome() == Outcome.CONVICT;
            case Decided it -> !it.released();
            case Absent it -> false;
            case Waiting it -> false;
            case Unexamined it -> false;
        };
    }
}
