package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Small questions about the letters of a text.
final class Letters {

    private static final int WINDOW = 4096;

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

    /// Where this ASCII text stands next, or -1. Looks at a window at a time, which is much faster than byte by byte.
    static long find(MemorySegment text, String wanted, long from) {
        var sought = wanted.getBytes(UTF_8);
        var window = new byte[WINDOW];
        for (var at = from; at + sought.length <= text.byteSize(); at += WINDOW - sought.length + 1) {
            var length = (int) Math.min(WINDOW, text.byteSize() - at);
            MemorySegment.copy(text, JAVA_BYTE, at, window, 0, length);
            var found = find(window, length, sought);
            if (found >= 0) {
                return at + found;
            }
        }
        return -1;
    }

    private static int find(byte[] window, int length, byte[] sought) {
        for (var i = 0; i <= length - sought.length; i++) {
            if (window[i] == sought[0] && Arrays.equals(window, i, i + sought.length, sought, 0, sought.length)) {
                return i;
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
