package dev.assay.ledger;

import java.util.List;

/// What came of verifying: either all of it holds, or something does not. There is nothing between.
public sealed interface Verification {

    /// All that was to be shown was shown.
    ///
    /// @param sentences what was shown
    record Holds(List<String> sentences) implements Verification {}

    /// It does not verify.
    ///
    /// @param sentences what is wrong
    record Fails(List<String> sentences) implements Verification {}

    /// What was shown, or what is wrong.
    List<String> sentences();
}
