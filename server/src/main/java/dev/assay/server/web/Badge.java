package dev.assay.server.web;

import dev.assay.gate.Standing;
import dev.assay.judge.Word;

/// How a file stands, as a word with a colour. The word says it all; the colour only helps.
///
/// @param tone good, wait, odd or bad: a class of the style sheet
/// @param meaning what the word means, for whoever hovers or listens
public record Badge(String word, String tone, String meaning) {

    static Badge of(Standing standing) {
        return switch (standing) {
            case Standing.Absent absent -> new Badge("ABSENT", "bad", "The bytes are not here.");
            case Standing.Waiting waiting ->
                new Badge("INSPECTING", "wait", "Waits for an inspector; nothing leaves until it is done.");
            case Standing.Unexamined unexamined ->
                new Badge("NOT INSPECTED", "wait", "Could not be inspected; held, and looked at again.");
            case Standing.Judged judged -> of(judged.verdict().word());
            case Standing.Decided decided ->
                decided.released()
                        ? new Badge("RELEASED", "odd", "A person let it out: " + decided.because())
                        : new Badge("CONVICTED", "bad", "A person convicted it: " + decided.because());
        };
    }

    private static Badge of(Word word) {
        return switch (word) {
            case SAFE -> new Badge("SAFE", "good", "Nothing found by these engines, which read all of its bytes.");
            case UNKNOWN -> new Badge("UNKNOWN", "odd", "Names code that we do not know; nothing known to be bad.");
            case INCOMPLETE -> new Badge("INCOMPLETE", "odd", "Part of it was not read.");
            case SUSPICIOUS -> new Badge("SUSPICIOUS", "odd", "Does something that a file like this need not do.");
            case MALICIOUS -> new Badge("MALICIOUS", "bad", "Convicted; it never leaves.");
        };
    }
}
