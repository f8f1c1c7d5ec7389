package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Python's words, one by one: Python 3 as its reference manual has it in chapter 2, a little more leniently, so that
/// whatever some Python would read, this reads too.
///
/// What is formatted inside an f-string is code, and its words follow the string, after a comma.
final class PythonLexer {

    static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    /// Keywords whose statement ends in a colon and may go on behind it.
    static final Set<String> OPENING = Set.of(
            "class", "def", "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "match", "case");

    /// Words that are keywords in some Pythons, or at the start of a line.
    private static final Set<String> SOFT = Set.of("print", "exec", "match", "case", "type");

    private static final Set<String> VALUES = Set.of("False", "None", "True");
    private static final Set<String> PAIRS = Set.of(
            "==", "!=", "<=", ">=", ":=", "->", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
            "@=", "<>");
    private static final int DEEPEST = 200;
    private static final int LONGEST_NAME = 10_000;
    private static final int KEPT = 200;

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        NEWLINE,
        END
    }

    /// @param text the word; of a string, its beginning, quotes included
    record Token(Kind kind, String text, long at, long length) {}

    /// The text is not Python.
    static final class NotPython extends Exception {
        NotPython() {
            super("not Python", null, false, false);
        }
    }

    private final MemorySegment text;
    private final Deque<Token> ready = new ArrayDeque<>();
    private final ArrayDeque<Character> brackets = new ArrayDeque<>();
    private Token before = new Token(Kind.NEWLINE, "\n", 0, 0);
    private boolean first = true;
    private boolean fresh = true;
    private int indent;
    private int fields;
    private long at;

    PythonLexer(MemorySegment text) {
        this.text = text;
    }

    static boolean isName(String word) {
        return !word.isEmpty() && (Character.isLetter(word.charAt(0)) || word.charAt(0) == '_');
    }

    /// What a plain string literal says.
    static Optional<String> literal(Token token) {
        var word = token.text();
        var quote = Math.max(word.indexOf('\''), word.indexOf('"'));
        if (token.kind() != Kind.STRING || quote < 0 || word.length() < quote + 2) {
            return Optional.empty();
        }
        return Optional.of(Escapes.undone(word.substring(quote + 1, word.length() - 1)));
    }

    /// The column in which the current logical line begins.
    int indent() {
        return indent;
    }

    Token next() throws NotPython {
        if (ready.isEmpty()) {
            read();
        }
        var token = ready.removeFirst();
        stands(token);
        return token;
    }

    /// Two operands in a row are prose.
    private void stands(Token token) throws NotPython {
        if (isOperandEnd(before) && isOperandStart(token)) {
            var strings = before.kind() == Kind.STRING && token.kind() == Kind.STRING;
            var soft = first && SOFT.contains(before.text());
            if (!strings && !soft) {
                throw new NotPython();
            }
        }
        first = before.kind() == Kind.NEWLINE;
        before = token;
    }

    private static boolean isOperandEnd(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING -> true;
            case NAME -> !KEYWORDS.contains(token.text()) || VALUES.contains(token.text());
            case OPERATOR -> ")]}".contains(token.text());
            case NEWLINE, END -> false;
        };
    }

    private static boolean isOperandStart(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING -> true;
            case NAME -> !KEYWORDS.contains(token.text()) || VALUES.contains(token.text());
            case OPERATOR, NEWLINE, END -> false;
        };
    }

    private void read() throws NotPython {
        while (true) {
            if (fresh) {
                indentation();
            }
            var it = peek(0);
            if (it < 0) {
                require(brackets.isEmpty());
                add(Kind.END, "", at);
                return;
            }
            if (it == '\n' || it == '\r') {
                at++;
                if (brackets.isEmpty()) {
                    fresh = true;
                    add(Kind.NEWLINE, "\n", at - 1);
                    return;
                }
            } else if (it == ' ' || it == '\t' || it == '\f') {
                at++;
            } else if (it == '#') {
                comment();
            } else if (it == '\\') {
                continuation();
            } else {
                word(it);
                return;
            }
        }
    }

    private void indentation() {
        fresh = false;
        indent = 0;
        while (true) {
            switch (peek(0)) {
                case ' ' -> indent++;
                case '\t' -> indent = indent / 8 * 8 + 8;
                case '\f' -> indent = 0;
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    private void comment() {
        while (at < text.byteSize() && peek(0) != '\n' && peek(0) != '\r') {
            at++;
        }
    }

    private void continuation() throws NotPython {
        at++;
        if (peek(0) == '\r' && peek(1) == '\n') {
            at++;
        }
        require(peek(0) == '\n' || peek(0) == '\r' || peek(0) < 0);
        at++;
    }

    private void word(int it) throws NotPython {
        if (isNameStart(it)) {
            name();
        } else if (it >= '0' && it <= '9' || it == '.' && peek(1) >= '0' && peek(1) <= '9') {
            number();
        } else if (it == '"' || it == '\'') {
            string(at, false);
        } else {
            operator(it);
        }
    }

    private void name() throws NotPython {
        var from = at;
        var wide = false;
        while (isNameStart(peek(0)) || peek(0) >= '0' && peek(0) <= '9') {
            wide |= peek(0) >= 0x80;
            at++;
            require(at - from < LONGEST_NAME);
        }
        var name = Letters.slice(text, from, at);
        if ((peek(0) == '"' || peek(0) == '\'') && isPrefix(name)) {
            string(
                    from,
                    name.indexOf('f') >= 0
                            || name.indexOf('F') >= 0
                            || name.indexOf('t') >= 0
                            || name.indexOf('T') >= 0);
            return;
        }
        add(Kind.NAME, wide ? Normalizer.normalize(name, Normalizer.Form.NFKC) : name, from);
    }

    private static boolean isPrefix(String name) {
        return name.length() <= 2 && name.chars().allMatch(it -> "rRbBuUfFtT".indexOf(it) >= 0);
    }

    private void number() {
        var from = at;
        if (peek(0) == '0' && "xXoObB".indexOf(peek(1)) >= 0 && peek(1) > 0) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0 || peek(0) == '_') {
                at++;
            }
        } else {
            digits();
            if (peek(0) == '.') {
                at++;
                digits();
            }
            if (peek(0) == 'e' || peek(0) == 'E') {
                var sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
                if (peek(sign) >= '0' && peek(sign) <= '9') {
                    at += sign;
                    digits();
                }
            }
        }
        if ("jJlL".indexOf(peek(0)) >= 0 && peek(0) > 0) {
            at++;
        }
        add(Kind.NUMBER, "0", from);
    }

    private void digits() {
        while (peek(0) >= '0' && peek(0) <= '9' || peek(0) == '_') {
            at++;
        }
    }

    private void operator(int it) throws NotPython {
        var from = at;
        if (peek(1) > 0 && PAIRS.contains("" + (char) it + (char) peek(1))) {
            at += 2;
            add(Kind.OPERATOR, "" + (char) it + (char) peek(-1), from);
            return;
        }
        require("+-*/%@&|^~<>=.,:;()[]{}".indexOf(it) >= 0);
        at++;
        switch (it) {
            case '(', '[', '{' -> {
                require(brackets.size() < DEEPEST * 5);
                brackets.push((char) it);
            }
            case ')' -> require(!brackets.isEmpty() && brackets.pop() == '(');
            case ']' -> require(!brackets.isEmpty() && brackets.pop() == '[');
            case '}' -> require(!brackets.isEmpty() && brackets.pop() == '{');
            default -> {}
        }
        add(Kind.OPERATOR, String.valueOf((char) it), from);
    }

    /// A string from its first quote to its last; of an f-string also the words of its fields.
    private void string(long from, boolean formatted) throws NotPython {
        var quote = peek(0);
        var triple = peek(1) == quote && peek(2) == quote;
        var raw = Letters.slice(text, from, at).toLowerCase(Locale.ROOT).indexOf('r') >= 0;
        at += triple ? 3 : 1;
        var content = at;
        var words = new ArrayDeque<Token>();
        while (true) {
            var it = peek(0);
            require(it >= 0 && (triple || it != '\n' && it != '\r'));
            if (it == quote && (!triple || peek(1) == quote && peek(2) == quote)) {
                break;
            }
            if (it == '\\') {
                var named = formatted && !raw && peek(1) == 'N' && peek(2) == '{';
                at += peek(1) == '\r' && peek(2) == '\n' ? 3 : formatted && (peek(1) == '{' || peek(1) == '}') ? 1 : 2;
                while (named && peek(0) >= 0 && peek(0) != '}' && peek(0) != '\n') {
                    at++;
                }
                at += named ? 1 : 0;
            } else if (formatted && it == '{' && peek(1) == '{') {
                at += 2;
            } else if (formatted && it == '{') {
                field(words, quote, triple);
            } else {
                at++;
            }
        }
        var kept = (char) quote + Letters.slice(text, content, Math.min(at, content + KEPT)) + (char) quote;
        at += triple ? 3 : 1;
        ready.add(new Token(Kind.STRING, kept, from, at - from));
        if (!words.isEmpty()) {
            ready.addAll(words);
            ready.add(new Token(Kind.OPERATOR, ",", at, 0));
            ready.add(new Token(Kind.STRING, "''", at, 0));
        }
    }

    /// `{expression!r:spec}`, where the specification may hold fields again.
    private void field(Deque<Token> words, int quote, boolean triple) throws NotPython {
        require(++fields < DEEPEST);
        var outer = brackets.size();
        var earlier = new ArrayDeque<>(ready);
        ready.clear();
        words.add(new Token(Kind.OPERATOR, ",", at, 0));
        at++;
        while (true) {
            var it = peek(0);
            require(it >= 0);
            if (brackets.size() == outer && (it == '}' || it == ':' || it == '!' && peek(1) != '=')) {
                break;
            }
            if (it == ' ' || it == '\t' || it == '\n' || it == '\r' || it == '\f') {
                at++;
            } else if (it == '#') {
                comment();
            } else if (it == '\\') {
                continuation();
            } else {
                word(it);
                words.addAll(ready);
                ready.clear();
            }
        }
        if (peek(0) == '!') {
            at++;
            while (isNameStart(peek(0)) || peek(0) == ' ') {
                at++;
            }
        }
        if (peek(0) == ':') {
            at++;
            while (peek(0) != '}') {
                var it = peek(0);
                require(it >= 0 && (triple || it != quote && it != '\n'));
                if (it == '{') {
                    field(words, quote, triple);
                } else {
                    at++;
                }
            }
        }
        require(peek(0) == '}');
        at++;
        fields--;
        ready.addAll(earlier);
    }

    private static boolean isNameStart(int it) {
        return it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it == '_' || it >= 0x80;
    }

    private int peek(int ahead) {
        var there = at + ahead;
        return there >= 0 && there < text.byteSize() ? Byte.toUnsignedInt(text.get(JAVA_BYTE, there)) : -1;
    }

    private void add(Kind kind, String word, long from) {
        ready.add(new Token(kind, word, from, at - from));
    }

    private static void require(boolean holds) throws NotPython {
        if (!holds) {
            throw new NotPython();
        }
    }
}
