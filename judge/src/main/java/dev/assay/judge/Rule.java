package dev.assay.judge;

import org.jspecify.annotations.Nullable;

/// One line of a policy: the pattern of a sentence, and what to make of it.
///
/// @param line where it stands in its file, from 1
/// @param verb the sentence's first word
/// @param about the words after it; a `*` at either end stands for anything
/// @param given the arguments a call must have for the rule to speak; null for any
record Rule(int line, String verb, String about, @Nullable Contract given, Outcome then, Word word, String because) {

    /// The pattern as it is written: `calls posix.system`.
    String when() {
        return about.isEmpty() ? verb : verb + " " + about;
    }

    boolean open() {
        return about.startsWith("*") || about.endsWith("*");
    }
}
