package dev.assay.judge;

import org.jspecify.annotations.Nullable;

/// One line of a policy: the pattern of a sentence, and what to make of it.
///
/// @param line where it stands in its file, from 1
/// @param verb the sentence's first word
/// @param about the words after it; a `*` at either end stands for anything
/// @param given the arguments a call must have for the rule to speak; null for any
/// @param source where what it says can be checked; empty if it names nothing
record Rule(
        int line,
        String verb,
        String about,
        @Nullable Contract given,
        Outcome then,
        Word word,
        String because,
        String source) {

    /// The pattern as it is written: `calls posix.system`.
    String when() {
        return about.isEmpty() ? verb : verb + " " + about;
    }

    /// The rule as those outside read it.
    Reason reason() {
        return new Reason(line, when(), given == null ? "" : given.text(), then, word, because, source);
    }

    boolean open() {
        return about.startsWith("*") || about.endsWith("*");
    }
}
