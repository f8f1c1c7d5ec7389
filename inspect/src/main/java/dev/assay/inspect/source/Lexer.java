package dev.assay.inspect.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.source.Token.Kind;
import java.lang.foreign.MemorySegment;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Python's words, one by one: Python 3 as its reference manual has it in chapter 2, a little more
/// leniently, and with what only Python 2 had, so that whatever some Python would read, this reads too.
///
/// Prose is no Python: two operands in a row, which no Python reads, end the reading at once.
final class Lexer {

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

    /// Words that are keywords in some Pythons, or at the start of a statement.
    private static final Set<String> SOFT = Set.of("print", "exec", "match", "case", "type", "lazy");

    private static final Set<String> VALUES = Set.of("False", "None", "True");
    private static final Set<String> PAIRS = Set.of(
            "==", "!=", "<=", ">=", ":=", "->", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
            "@=", "<>");
    private static final Set<String> TRIPLES = Set.of("**=", "//=", "<<=", ">>=", "...");

    /// CPython refuses more brackets inside brackets than this (`MAXLEVEL`), and more blocks inside
    /// blocks than half.
    private static final int DEEPEST = 200;

    private static final int LONGEST_NAME = 10_000;

    private final MemorySegment text;
    private final long size;
    private final Deque<Token> ready = new ArrayDeque<>();
    private final ArrayDeque<Character> brackets = new ArrayDeque<>();
    private final List<Integer> indents = new ArrayList<>(List.of(0));
    private Token before = new Token(Kind.NEWLINE, "\n", 0, 0);
    private boolean starts = true;
    private boolean startsBefore = true;
    private boolean fresh = true;
    private boolean wrote;
    private int fields;
    private long foreign = -1;
    private long at;

    Lexer(MemorySegment text) {
        this.text = text;
        this.size = text.byteSize();
    }

    /// Where the first name stands whose letters are in another encoding than UTF-8, or -1: some are
    /// letters of ours in disguise.
    long foreign() {
        return foreign;
    }

    static boolean isKeyword(Token token) {
        return token.kind() == Kind.NAME && KEYWORDS.contains(token.text());
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
            var strings = before.kind() != Kind.NAME
                    && before.kind() != Kind.NUMBER
                    && before.kind() != Kind.OPERATOR
                    && token.kind() != Kind.NAME
                    && token.kind() != Kind.NUMBER;
            var soft = startsBefore && SOFT.contains(before.text());
            if (!strings && !soft) {
                throw new NotPython(token.at());
            }
        }
        startsBefore = starts;
        starts = switch (token.kind()) {
            case NEWLINE, INDENT, DEDENT -> true;
            case OPERATOR -> token.text().equals(";") || token.text().equals(":");
            case NAME,
                    NUMBER,
                    STRING,
                    FORMAT,
                    PIECE,
                    FIELD,
                    CONVERSION,
                    SPECIFICATION,
                    CLOSE_FIELD,
                    CLOSE_FORMAT,
                    END -> false;
        };
        before = token;
    }

    private static boolean isOperandEnd(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING, CLOSE_FORMAT -> true;
            case NAME -> !KEYWORDS.contains(token.text()) || VALUES.contains(token.text());
            case OPERATOR -> token.text().length() == 1 && ")]}".contains(token.text());
            case NEWLINE, INDENT, DEDENT, END, FORMAT, PIECE, FIELD, CONVERSION, SPECIFICATION, CLOSE_FIELD -> false;
        };
    }

    private static boolean isOperandStart(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING, FORMAT -> true;
            case NAME -> !KEYWORDS.contains(token.text()) || VALUES.contains(token.text());
            case OPERATOR,
                    NEWLINE,
                    INDENT,
                    DEDENT,
                    END,
                    PIECE,
                    FIELD,
                    CONVERSION,
                    SPECIFICATION,
                    CLOSE_FIELD,
                    CLOSE_FORMAT -> false;
        };
    }

    private void read() throws NotPython {
        while (true) {
            var column = fresh ? column() : -1;
            var it = peek(0);
            if (it < 0) {
                require(brackets.isEmpty());
                if (wrote) {
                    newline(at);
                }
                dedent(0);
                add(Kind.END, "", at);
                return;
            }
            if (it == '\n' || it == '\r') {
                at++;
                if (brackets.isEmpty()) {
                    fresh = true;
                    if (wrote) {
                        newline(at - 1);
                        return;
                    }
                }
            } else if (it == ' ' || it == '\t' || it == '\f') {
                at++;
            } else if (it == '#') {
                comment();
            } else if (it == '\\') {
                continuation();
            } else {
                if (column >= 0 && brackets.isEmpty()) {
                    indent(column);
                }
                wrote = true;
                word(it);
                return;
            }
        }
    }

    private void newline(long from) {
        wrote = false;
        add(Kind.NEWLINE, "\n", from);
    }

    /// The column in which a line begins; reads the white space before it. A tab ends at a multiple of
    /// eight.
    private int column() {
        fresh = false;
        var column = 0;
        while (true) {
            switch (peek(0)) {
                case ' ' -> column++;
                case '\t' -> column = column / 8 * 8 + 8;
                case '\f' -> column = 0;
                default -> {
                    return column;
                }
            }
            at++;
        }
    }

    /// A column that fits no block that is open is taken for the next one outside; Python would refuse it.
    private void indent(int column) throws NotPython {
        if (column > indents.getLast()) {
            require(indents.size() < DEEPEST / 2);
            indents.add(column);
            add(Kind.INDENT, "", at);
        } else {
            dedent(column);
        }
    }

    private void dedent(int column) {
        while (indents.size() > 1 && indents.getLast() > column) {
            indents.removeLast();
            add(Kind.DEDENT, "", at);
        }
    }

    private void comment() {
        while (at < size && peek(0) != '\n' && peek(0) != '\r') {
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
            string(at, "");
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
        var name = slice(from, at);
        if ((peek(0) == '"' || peek(0) == '\'') && isPrefix(name)) {
            string(from, name.toLowerCase(Locale.ROOT));
            return;
        }
        if (name.indexOf('\ufffd') >= 0 && foreign < 0) {
            foreign = from;
        }
        add(Kind.NAME, wide ? Normalizer.normalize(name, Normalizer.Form.NFKC) : name, from);
    }

    private static boolean isPrefix(String name) {
        return name.length() <= 2 && name.chars().allMatch(it -> "rRbBuUfFtT".indexOf(it) >= 0);
    }

    private void number() {
        var from = at;
        if (peek(0) == '0' && peek(1) > 0 && "xXoObB".indexOf(peek(1)) >= 0) {
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
        if (peek(0) > 0 && "jJlL".indexOf(peek(0)) >= 0) {
            at++;
        }
        add(Kind.NUMBER, at - from > 64 ? "?" : slice(from, at), from);
    }

    private void digits() {
        while (peek(0) >= '0' && peek(0) <= '9' || peek(0) == '_') {
            at++;
        }
    }

    private void operator(int it) throws NotPython {
        var from = at;
        var pair = peek(1) > 0 ? "" + (char) it + (char) peek(1) : "";
        if (peek(2) > 0 && TRIPLES.contains(pair + (char) peek(2))) {
            at += 3;
            add(Kind.OPERATOR, pair + (char) peek(-1), from);
            return;
        }
        if (PAIRS.contains(pair)) {
            at += 2;
            add(Kind.OPERATOR, pair, from);
            return;
        }
        require("+-*/%@&|^~<>=.,:;()[]{}`".indexOf(it) >= 0);
        at++;
        switch (it) {
            case '(', '[', '{' -> {
                require(brackets.size() < DEEPEST);
                brackets.push((char) it);
            }
            case ')' -> require(!brackets.isEmpty() && brackets.pop() == '(');
            case ']' -> require(!brackets.isEmpty() && brackets.pop() == '[');
            case '}' -> require(!brackets.isEmpty() && brackets.pop() == '{');
            default -> {}
        }
        add(Kind.OPERATOR, String.valueOf((char) it), from);
    }

    /// A string from its first quote to its last; of a formatted one also the words of its fields.
    private void string(long from, String prefix) throws NotPython {
        var formatted = prefix.indexOf('f') >= 0 || prefix.indexOf('t') >= 0;
        var quote = peek(0);
        var triple = peek(1) == quote && peek(2) == quote;
        at += triple ? 3 : 1;
        if (formatted) {
            add(Kind.FORMAT, prefix, from);
        }
        var piece = at;
        while (true) {
            var it = peek(0);
            require(it >= 0 && (triple || it != '\n' && it != '\r'));
            if (it == quote && (!triple || peek(1) == quote && peek(2) == quote)) {
                break;
            }
            if (it == '\\') {
                escape(formatted, prefix.indexOf('r') >= 0);
            } else if (formatted && (it == '{' || it == '}') && peek(1) == it) {
                at += 2;
            } else if (formatted && it == '{') {
                piece(prefix, piece);
                field(prefix, quote, triple);
                piece = at;
            } else {
                at++;
            }
        }
        if (formatted) {
            piece(prefix, piece);
        }
        at += triple ? 3 : 1;
        add(formatted ? Kind.CLOSE_FORMAT : Kind.STRING, prefix, from);
    }

    private void escape(boolean formatted, boolean raw) {
        var named = formatted && !raw && peek(1) == 'N' && peek(2) == '{';
        at += peek(1) == '\r' && peek(2) == '\n' ? 3 : formatted && (peek(1) == '{' || peek(1) == '}') ? 1 : 2;
        while (named && peek(0) >= 0 && peek(0) != '}' && peek(0) != '\n') {
            at++;
        }
        at += named ? 1 : 0;
    }

    private void piece(String prefix, long from) {
        if (at > from) {
            add(Kind.PIECE, prefix, from);
        }
    }

    /// `{expression!r:specification}`, where the specification may hold fields again.
    private void field(String prefix, int quote, boolean triple) throws NotPython {
        require(++fields < DEEPEST);
        var outer = brackets.size();
        add(Kind.FIELD, "{", at);
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
            }
        }
        if (peek(0) == '!') {
            var from = at++;
            while (isNameStart(peek(0)) || peek(0) == ' ') {
                at++;
            }
            add(Kind.CONVERSION, slice(from + 1, at).strip(), from);
        }
        if (peek(0) == ':') {
            at++;
            add(Kind.SPECIFICATION, ":", at - 1);
            var piece = at;
            while (peek(0) != '}') {
                var it = peek(0);
                require(it >= 0 && (triple || it != quote && it != '\n'));
                if (it == '{') {
                    piece(prefix, piece);
                    field(prefix, quote, triple);
                    piece = at;
                } else {
                    at++;
                }
            }
            piece(prefix, piece);
        }
        require(peek(0) == '}');
        at++;
        fields--;
        add(Kind.CLOSE_FIELD, "}", at - 1);
    }

    private static boolean isNameStart(int it) {
        return it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it == '_' || it >= 0x80;
    }

    private int peek(int ahead) {
        var there = at + ahead;
        return there >= 0 && there < size ? Byte.toUnsignedInt(text.get(JAVA_BYTE, there)) : -1;
    }

    private String slice(long from, long to) {
        return new String(text.asSlice(from, to - from).toArray(JAVA_BYTE), UTF_8);
    }

    private void add(Kind kind, String word, long from) {
        ready.add(new Token(kind, word, from, at));
    }

    private void require(boolean holds) throws NotPython {
        if (!holds) {
            throw new NotPython(at);
        }
    }
}
