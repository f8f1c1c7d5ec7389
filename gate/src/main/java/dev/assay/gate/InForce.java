package dev.assay.gate;

import dev.assay.judge.Policy;

/// Which policy is in force, if any. Without one nothing is cleared.
sealed interface InForce {

    record Ruling(Policy policy) implements InForce {}

    record Nothing(String why) implements InForce {}
}
