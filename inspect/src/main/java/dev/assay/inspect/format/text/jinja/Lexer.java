package dev.assay.inspect.format.text.jinja;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.format.text.jinja.Token.Kind;
import dev.assay.inspect.source.Escapes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Divides a template into the text between its tags and the words in them, by the rules of Jinja's own lexer; where
/// that one gives up, so does this.
///
/// @see <a href="https://github.com/pallets/jinja/blob/main/src/jinja2/lexer.py">Jinja: lexer.py</a>
final class Lexer {

    /// What stands at the cursor between two tags.
    enum Piece {
        VARIABLE,
        BLOCK,
        DONE
    }

    private static final int LONGEST_NAME = 10_000;
    private static final int LONGEST_STRING = 16 << 20;
    private static final Set<String> LONG_SIGNS = Set.of("//", "**", "==", "!=", ">=", "<=");
    private static final String SIGNS = "+-/*%~[](){}><=.:|,;";

    private final MemorySegment text;
    private final Deque<Character> brackets = new ArrayDeque<>();
    private boolean block;
    private long start;
    private long at;

    Lexer(MemorySegment text) {
        this.text = text;
    }

    long at() {
        return at;
    }

    /// Where the tag began.
    long start() {
        return start;
    }

    /// Passes text, comments and raw blocks until a tag has begun.
    Piece piece() throws NotTemplate {
        while (at + 1 < text.byteSize()) {
            var it = text.get(JAVA_BYTE, at);
            if (it == '{') {
                switch (text.get(JAVA_BYTE, at + 1)) {
                    case '{' -> {
                        return begin(false);
                    }
                    case '#' -> {
                        at = behind(at + 2, "#}", "a comment ends");
                        continue;
                    }
                    case '%' -> {
                        var raw = behindRawTag(at, "raw");
                        if (raw < 0) {
                            return begin(true);
                        }
                        at = behindRaw(raw);
                        continue;
                    }
                    default -> {}
                }
            }
            at++;
        }
        return Piece.DONE;
    }

    private Piece begin(boolean ofBlock) {
        block = ofBlock;
        brackets.clear();
        start = at;
        at += 2;
        if (at < text.byteSize() && (text.get(JAVA_BYTE, at) == '-' || text.get(JAVA_BYTE, at) == '+')) {
            at++;
        }
        return ofBlock ? Piece.BLOCK : Piece.VARIABLE;
    }

    private long behind(long from, String wanted, String rule) throws NotTemplate {
        for (var i = from; i + wanted.length() <= text.byteSize(); i++) {
            if (stands(wanted, i)) {
                return i + wanted.length();
            }
        }
        throw new NotTemplate(rule, from);
    }

    private long behindRaw(long from) throws NotTemplate {
        for (var i = from; i < text.byteSize(); i++) {
            if (stands("{%", i)) {
                var behind = behindRawTag(i, "endraw");
                if (behind > 0) {
                    return behind;
                }
            }
        }
        throw new NotTemplate("a raw block ends", from);
    }

    /// Where the tag of this one word that begins here has ended, or -1 if it is another.
    private long behindRawTag(long tag, String word) {
        var i = tag + 2;
        i += stands("-", i) || stands("+", i) ? 1 : 0;
        i = spaces(i);
        if (!stands(word, i)) {
            return -1;
        }
        i = spaces(i + word.length());
        i += stands("-", i) || stands("+", i) ? 1 : 0;
        return stands("%}", i) ? i + 2 : -1;
    }

    /// The next word of the tag.
    Token token() throws NotTemplate {
        at = spaces(at);
        var from = at;
        if (at >= text.byteSize()) {
            throw new NotTemplate("a tag ends", at);
        }
        if (brackets.isEmpty()) {
            var signed = stands("-", at) || block && stands("+", at) ? 1 : 0;
            if (stands(block ? "%}" : "}}", at + signed)) {
                at += signed + 2;
                return new Token(Kind.END, "", from);
            }
        }
        var it = (char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at));
        if (it == '\'' || it == '"') {
            return string(it);
        }
        if (it >= '0' && it <= '9') {
            return number();
        }
        if (isName(it)) {
            while (at < text.byteSize()
                    && isName((char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at)))
                    && space(at) == 0) {
                at++;
            }
            if (at - from > LONGEST_NAME) {
                throw new NotTemplate("a name is not so long", from);
            }
            return new Token(Kind.NAME, slice(from, at), from);
        }
        if (SIGNS.indexOf(it) < 0 && !stands("!=", at)) {
            throw new NotTemplate("a tag is made of words and signs", at);
        }
        var two = at + 2 <= text.byteSize() ? slice(at, at + 2) : "";
        var sign = LONG_SIGNS.contains(two) ? two : String.valueOf(it);
        at += sign.length();
        balance(sign.charAt(0), from);
        return new Token(Kind.SIGN, sign, from);
    }

    private void balance(char sign, long from) throws NotTemplate {
        switch (sign) {
            case '(' -> brackets.push(')');
            case '[' -> brackets.push(']');
            case '{' -> brackets.push('}');
            case ')', ']', '}' -> {
                if (brackets.isEmpty() || brackets.pop() != sign) {
                    throw new NotTemplate("brackets match", from);
                }
            }
            default -> {}
        }
        if (brackets.size() > Expression.DEEPEST) {
            throw new NotTemplate("brackets nest at most " + Expression.DEEPEST + " deep", from);
        }
    }

    private Token string(char quote) throws NotTemplate {
        var from = at++;
        for (; at < text.byteSize(); at++) {
            var it = text.get(JAVA_BYTE, at);
            if (it == '\\') {
                at++;
            } else if (it == quote) {
                if (at - from > LONGEST_STRING) {
                    throw new NotTemplate("a string is not so long", from);
                }
                return new Token(Kind.STRING, Escapes.undone(slice(from + 1, at++), false), from);
            }
        }
        throw new NotTemplate("a string ends", from);
    }

    /// Digits with underscores between them, in whichever base; a point or an exponent makes it a fraction.
    private Token number() {
        var from = at;
        while (at < text.byteSize() && isName((char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at)))) {
            at++;
        }
        if (at + 1 < text.byteSize() && stands(".", at) && isDigit(at + 1) && !stands(".", from - 1)) {
            at++;
            while (at < text.byteSize() && isName((char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at)))) {
                at++;
            }
            return new Token(Kind.FLOAT, slice(from, at), from);
        }
        return new Token(Kind.INTEGER, slice(from, Math.min(at, from + 40)), from);
    }

    private boolean isDigit(long there) {
        var it = text.get(JAVA_BYTE, there);
        return it >= '0' && it <= '9';
    }

    private static boolean isName(char it) {
        return it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it >= '0' && it <= '9' || it == '_' || it >= 0x80;
    }

    private long spaces(long from) {
        var i = from;
        for (var length = space(i); length > 0; length = space(i)) {
            i += length;
        }
        return i;
    }

    /// How many bytes the white space here has, as Python's `\s` knows it; 0 if there is none.
    private int space(long there) {
        if (there >= text.byteSize()) {
            return 0;
        }
        var it = Byte.toUnsignedInt(text.get(JAVA_BYTE, there));
        if (it < 0x80) {
            return it == ' ' || it >= 9 && it <= 13 || it >= 0x1c && it <= 0x1f ? 1 : 0;
        }
        if (it == 0xc2) {
            return stands(there, 0xc2, 0xa0) || stands(there, 0xc2, 0x85) ? 2 : 0;
        }
        if (stands(there, 0xe2, 0x80)) {
            var last = there + 2 < text.byteSize() ? Byte.toUnsignedInt(text.get(JAVA_BYTE, there + 2)) : 0;
            return last >= 0x80 && last <= 0x8a || last == 0xa8 || last == 0xa9 || last == 0xaf ? 3 : 0;
        }
        return stands(there, 0xe1, 0x9a, 0x80) || stands(there, 0xe2, 0x81, 0x9f) || stands(there, 0xe3, 0x80, 0x80)
                ? 3
                : 0;
    }

    private boolean stands(long there, int... wanted) {
        for (var i = 0; i < wanted.length; i++) {
            if (there + i >= text.byteSize() || Byte.toUnsignedInt(text.get(JAVA_BYTE, there + i)) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean stands(String wanted, long there) {
        if (there < 0 || there + wanted.length() > text.byteSize()) {
            return false;
        }
        for (var i = 0; i < wanted.length(); i++) {
            if (text.get(JAVA_BYTE, there + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String slice(long from, long to) {
        return new String(text.asSlice(from, to - from).toArray(JAVA_BYTE), UTF_8);
    }
}
