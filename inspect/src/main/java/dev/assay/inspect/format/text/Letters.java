package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;

/// Small questions about the letters of a text.
final class Letters {

    private Letters() {}

    /// The first byte that is not white space, or -1.
    static int first(MemorySegment text) {
        for (long at = 0; at < text.byteSize(); at++) {
            var it = text.get(JAVA_BYTE, at);
            if (it != ' ' && it != '\n' && it != '\r' && it != '\t' && it != '\f') {
                return Byte.toUnsignedInt(it);
            }
        }
        return -1;
    }

    /// The beginning of the text, at most so many bytes of it.
    static String head(MemorySegment text, int most) {
        return slice(text, 0, Math.min(most, text.byteSize()));
    }

    static String slice(MemorySegment text, long from, long to) {
        return new String(text.asSlice(from, to - from).toArray(JAVA_BYTE), UTF_8);
    }

    /// The words as we repeat them in a sentence: on one line, printable, and not many.
    static String shown(String words, int most) {
        var line = Place.printable(words.replaceAll("\\s+", " ")).strip();
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }

    /// Where this ASCII text stands next, or -1.
    static long find(MemorySegment text, String wanted, long from) {
        var first = (byte) wanted.charAt(0);
        var last = text.byteSize() - wanted.length();
        for (var at = from; at <= last; at++) {
            if (text.get(JAVA_BYTE, at) == first && stands(text, wanted, at)) {
                return at;
            }
        }
        return -1;
    }

    static boolean stands(MemorySegment text, String wanted, long at) {
        if (at < 0 || at + wanted.length() > text.byteSize()) {
            return false;
        }
        for (var i = 0; i < wanted.length(); i++) {
            if (text.get(JAVA_BYTE, at + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
