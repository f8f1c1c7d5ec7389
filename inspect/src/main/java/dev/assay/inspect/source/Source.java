package dev.assay.inspect.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;

/// A text that is read, and where it stands in the file.
///
/// @param at where the text begins in the file; for a text that stands there in other letters (a cell of
///     a notebook, a string that was decoded), where that stands
/// @param apart whether the text stands there in other letters
record Source(MemorySegment text, long at, boolean apart) {

    static Source of(String text, long at) {
        return new Source(MemorySegment.ofArray(text.getBytes(UTF_8)), at, true);
    }

    long place(long offset) {
        return apart ? at : at + offset;
    }

    /// The words from (inclusive) to (exclusive), on one line, and not many.
    String shown(long from, long to) {
        var end = Math.min(to, Math.min(from + 240, text.byteSize()));
        return shown(new String(text.asSlice(from, end - from).toArray(JAVA_BYTE), UTF_8), 100);
    }

    static String shown(String words, int most) {
        var line = Place.printable(words.replaceAll("\\s+", " ")).strip();
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }
}
