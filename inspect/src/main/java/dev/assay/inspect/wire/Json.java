package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Malformed;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON as RFC 8259 has it, plus the `NaN` and `Infinity` that Python's reader takes, front to back and
/// without building anything: whoever listens is told of each value as it passes.
///
/// Bounded: nesting by [#DEEPEST], text by the bytes that hold it, and sixteen bytes a key for finding doubles.
public final class Json {

    /// Deeper than any file we know of, and what Python's reader allows by default.
    public static final int DEEPEST = 990;

    /// Is told of the values as they pass. The path names the keys from the outside in; in a list, the list's own key.
    public interface Listener {

        /// A string value.
        default void string(long at, List<String> path, String value) {}

        /// A number or one of the words `true`, `false`, `null`, as it is written.
        default void word(long at, List<String> path, String word) {}

        /// An object or a list begins.
        default void opens(long at, List<String> path, boolean object) {}

        /// It ends.
        default void closes(long at, List<String> path) {}

        /// A key occurs for the second time in one object. Readers differ in which one counts.
        default void twice(long at, List<String> path, String key) {}
    }

    private final MemorySegment bytes;
    private final Listener listener;
    private final List<String> path = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long at;

    private Json(MemorySegment bytes, Listener listener) {
        this.bytes = bytes;
        this.listener = listener;
    }

    /// Reads one value, which must be all there is.
    public static void value(MemorySegment bytes, Listener listener) throws Malformed {
        var values = values(bytes, listener);
        if (values != 1) {
            throw new Malformed(0, "JSON text is one value");
        }
    }

    /// Reads values until the bytes end, one after the other, as JSON Lines has them.
    ///
    /// @return how many there were
    public static long values(MemorySegment bytes, Listener listener) throws Malformed {
        var json = new Json(bytes, listener);
        long values = 0;
        json.space();
        while (json.at < bytes.byteSize()) {
            json.one();
            values++;
            var end = json.at;
            json.space();
            if (json.at < bytes.byteSize() && json.at == end) {
                throw new Malformed(end, "JSON values stand apart");
            }
        }
        return values;
    }

    /// An object or list that is open. The last key of an object is on the path.
    private record Level(boolean object, KeySet keys) {}

    /// One value with all it holds; a loop rather than recursion, so that nesting costs no stack.
    private void one() throws Malformed {
        var levels = new ArrayList<Level>();
        do {
            var empty = begin(levels);
            if (empty) {
                end(levels);
            }
        } while (!levels.isEmpty());
    }

    /// Reads a scalar whole, or of an object or list what stands before its first value.
    ///
    /// @return whether nothing remains to be read of it but a closing bracket
    private boolean begin(List<Level> levels) throws Malformed {
        var start = at;
        switch (peek()) {
            case '{' -> {
                open(levels, start, new Level(true, new KeySet()));
                if (peek() == '}') {
                    path.add("");
                    return true;
                }
                path.add(key(levels.getLast()));
                return false;
            }
            case '[' -> {
                open(levels, start, new Level(false, KeySet.NONE));
                return peek() == ']';
            }
            case '"' -> listener.string(start, path, string());
            default -> listener.word(start, path, word());
        }
        return true;
    }

    private void open(List<Level> levels, long start, Level level) throws Malformed {
        require(levels.size() < DEEPEST, "JSON nests at most " + DEEPEST + " deep");
        listener.opens(start, path, level.object);
        levels.add(level);
        at++;
        space();
    }

    /// Closes what ends here, and stops at the next value.
    private void end(List<Level> levels) throws Malformed {
        while (!levels.isEmpty()) {
            var level = levels.getLast();
            space();
            var next = peek();
            if (next == (level.object ? '}' : ']')) {
                at++;
                levels.removeLast();
                if (level.object) {
                    path.removeLast();
                }
                listener.closes(at, path);
                continue;
            }
            require(next == ',', "a comma or a closing bracket follows a JSON value");
            at++;
            space();
            if (level.object) {
                path.removeLast();
                path.add(key(level));
            }
            return;
        }
    }

    private String key(Level level) throws Malformed {
        var start = at;
        require(peek() == '"', "a JSON key is a string");
        var key = string();
        if (!level.keys.add(key)) {
            listener.twice(start, path, key);
        }
        space();
        require(peek() == ':', "a colon follows a JSON key");
        at++;
        space();
        return key;
    }

    private String word() throws Malformed {
        var start = at;
        while (at < bytes.byteSize() && isWord(bytes.get(JAVA_BYTE, at)) && at - start < 4096) {
            at++;
        }
        var word = new String(bytes.asSlice(start, at - start).toArray(JAVA_BYTE), UTF_8);
        switch (word) {
            case "true", "false", "null", "NaN", "Infinity", "-Infinity" -> {}
            default -> require(isNumber(word), "a JSON value is a string, a number, a list, an object or a known word");
        }
        return word;
    }

    private static boolean isWord(byte it) {
        return it >= '0' && it <= '9'
                || it >= 'a' && it <= 'z'
                || it >= 'A' && it <= 'Z'
                || it == '-'
                || it == '+'
                || it == '.';
    }

    private static boolean isNumber(String word) {
        var i = word.startsWith("-") ? 1 : 0;
        var whole = digits(word, i);
        if (whole == i || word.charAt(i) == '0' && whole > i + 1) {
            return false;
        }
        i = whole;
        if (i < word.length() && word.charAt(i) == '.') {
            var fraction = digits(word, i + 1);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < word.length() && (word.charAt(i) == 'e' || word.charAt(i) == 'E')) {
            i++;
            i += i < word.length() && (word.charAt(i) == '+' || word.charAt(i) == '-') ? 1 : 0;
            var exponent = digits(word, i);
            if (exponent == i) {
                return false;
            }
            i = exponent;
        }
        return i == word.length();
    }

    private static int digits(String word, int from) {
        var i = from;
        while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private String string() throws Malformed {
        at++;
        var start = at;
        text.reset();
        while (true) {
            require(at < bytes.byteSize(), "a JSON string ends");
            var it = bytes.get(JAVA_BYTE, at);
            if (it == '"') {
                keep(start);
                at++;
                return text.toString(UTF_8);
            }
            require(it < 0 || it >= 0x20, "a JSON string holds no control character");
            if (it == '\\') {
                keep(start);
                at++;
                escape();
                start = at;
            } else {
                at++;
            }
        }
    }

    private void keep(long start) throws Malformed {
        require(at - start < 1 << 30, "a JSON string is below a gigabyte");
        var length = (int) (at - start);
        if (length > 0) {
            text.writeBytes(bytes.asSlice(start, length).toArray(JAVA_BYTE));
        }
    }

    private void escape() throws Malformed {
        var it = peek();
        at++;
        switch (it) {
            case '"', '\\', '/' -> text.write(it);
            case 'b' -> text.write('\b');
            case 'f' -> text.write('\f');
            case 'n' -> text.write('\n');
            case 'r' -> text.write('\r');
            case 't' -> text.write('\t');
            case 'u' -> {
                var unit = hex();
                if (Character.isHighSurrogate((char) unit)
                        && at + 5 < bytes.byteSize()
                        && bytes.get(JAVA_BYTE, at) == '\\'
                        && bytes.get(JAVA_BYTE, at + 1) == 'u') {
                    var back = at;
                    at += 2;
                    var low = hex();
                    if (Character.isLowSurrogate((char) low)) {
                        text.writeBytes(Character.toString(Character.toCodePoint((char) unit, (char) low))
                                .getBytes(UTF_8));
                        return;
                    }
                    at = back;
                }
                text.writeBytes(Character.toString(unit).getBytes(UTF_8));
            }
            default -> throw new Malformed(at - 1, "a JSON escape is one of nine");
        }
    }

    private int hex() throws Malformed {
        require(at + 4 <= bytes.byteSize(), "a JSON escape has four hex digits");
        var unit = 0;
        for (var i = 0; i < 4; i++) {
            var digit = Character.digit(bytes.get(JAVA_BYTE, at++), 16);
            require(digit >= 0, "a JSON escape has four hex digits");
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void space() {
        while (at < bytes.byteSize()) {
            var it = bytes.get(JAVA_BYTE, at);
            if (it != ' ' && it != '\n' && it != '\r' && it != '\t') {
                return;
            }
            at++;
        }
    }

    private int peek() throws Malformed {
        require(at < bytes.byteSize(), "JSON text does not end inside a value");
        return bytes.get(JAVA_BYTE, at);
    }

    private void require(boolean holds, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed(at, rule);
        }
    }

    /// The keys of one object, by a 64-bit hash each: cheap enough for a vocabulary of a million.
    private static final class KeySet {

        static final KeySet NONE = new KeySet();

        private long[] slots = new long[8];
        private int size;

        boolean add(String key) {
            if (size * 2 >= slots.length) {
                var old = slots;
                slots = new long[old.length * 2];
                size = 0;
                for (var hash : old) {
                    if (hash != 0) {
                        put(hash);
                    }
                }
            }
            return put(hash(key));
        }

        private boolean put(long hash) {
            for (var i = (int) hash & slots.length - 1; ; i = i + 1 & slots.length - 1) {
                if (slots[i] == hash) {
                    return false;
                }
                if (slots[i] == 0) {
                    slots[i] = hash;
                    size++;
                    return true;
                }
            }
        }

        private static long hash(String key) {
            var hash = 0x9e3779b97f4a7c15L;
            for (var i = 0; i < key.length(); i++) {
                hash = (hash ^ key.charAt(i)) * 0xff51afd7ed558ccdL;
                hash ^= hash >>> 32;
            }
            return hash == 0 ? 1 : hash;
        }
    }
}
