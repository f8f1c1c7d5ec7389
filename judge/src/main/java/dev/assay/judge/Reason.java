package dev.assay.judge;

/// Which rule of a policy speaks, and what it says: for whoever asks why.
///
/// @param line where the rule stands in its file, from 1; 0 if no rule speaks, and the finding is
///     held for that
/// @param when the pattern of the sentence, as it is written: `calls posix.system`; for a rule about
///     classes, the verb
/// @param given the arguments a call must have for it to speak; empty for any
/// @param source where what it says can be checked; empty if it names nothing
public record Reason(int line, String when, String given, Outcome outcome, Word word, String because, String source) {}
