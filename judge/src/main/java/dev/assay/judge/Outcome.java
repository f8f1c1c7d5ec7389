package dev.assay.judge;

/// What the gate does with a blob, from mildest to gravest: a verdict is as grave as its gravest ruling.
public enum Outcome {
    CLEAR,
    HOLD,
    CONVICT
}
