package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Jinja templates, such as the chat templates that turn a conversation into a prompt.
///
/// A template can loop and compare, which is harmless; and it can ask any value for its attributes, which leads
/// from a string to its class, from there to every class, and so out of the sandbox. So what matters is each
/// expression that reaches for an attribute with an underscore in front, however the name is put together.
///
/// @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja: template designer documentation</a>
final class Jinja implements Reading {

    private static final int MOST = 50;

    /// The names that lead out: every way round needs one of them.
    private static final Pattern DUNDER = Pattern.compile(
            "__(class|init|new|globals|builtins?|subclasses|mro|bases?|import"
                    + "|getattribute|getattr|getitem|dict|code|self|module|reduce(_ex)?|call|closure|func|loader|spec)__");

    private static final Pattern HIDDEN = Pattern.compile("(^|\\.)__\\w");

    private static final Set<String> INNER = Set.of(
            "mro",
            "func_globals",
            "func_code",
            "im_func",
            "im_self",
            "gi_frame",
            "gi_code",
            "cr_frame",
            "cr_code",
            "ag_frame",
            "ag_code",
            "tb_frame",
            "f_globals",
            "f_locals",
            "f_builtins",
            "f_back");

    /// Statements that load another template.
    private static final Set<String> LOADING = Set.of("include", "import", "from", "extends");

    /// Filters whose first argument is the name of an attribute.
    private static final Set<String> BY_NAME = Set.of("attr", "selectattr", "rejectattr", "groupby");

    /// A format that makes a letter of a number.
    private static final Pattern LETTER = Pattern.compile("%(\\(\\w*\\))?[-#0 +*\\d.]*c");

    /// A format that asks its argument for an attribute or an item.
    private static final Pattern ASKING = Pattern.compile("\\{\\w*[.\\[]\\w");

    /// Words behind which a bracket opens a list.
    private static final Set<String> WORDS = Set.of("in", "if", "else", "elif", "and", "or", "not", "is", "set");

    /// What the expressions of one template know of each other.
    private static final class Known {
        private final Set<String> loops = new HashSet<>(Set.of("loop"));
        private final Set<String> formatted = new HashSet<>();
        private boolean letter;
        private boolean asking;
    }

    static boolean mayBe(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        var known = new Known();
        var at = 0L;
        while (at >= 0 && findings.size() < MOST) {
            var open = open(text, at);
            if (open < 0) {
                break;
            }
            if (text.get(JAVA_BYTE, open + 1) == '#') {
                var close = Letters.find(text, "#}", open + 2);
                at = close < 0 ? -1 : close + 2;
            } else {
                at = new Expression(text, open, place, findings, known).read();
            }
        }
        var any = Letters.first(text) == '{' && at > 0;
        return findings.isEmpty() && !any ? Optional.empty() : Optional.of(new Read("jinja", findings));
    }

    private static long open(MemorySegment text, long from) {
        for (var at = Letters.find(text, "{", from);
                at >= 0 && at + 1 < text.byteSize();
                at = Letters.find(text, "{", at + 1)) {
            var next = text.get(JAVA_BYTE, at + 1);
            if (next == '{' || next == '%' || next == '#') {
                return at;
            }
        }
        return -1;
    }

    /// Where a raw block that begins here has ended: behind the tag that ends it; -1 if none does.
    private static long behindRaw(MemorySegment text, long from) {
        for (var at = Letters.find(text, "{%", from); at >= 0; at = Letters.find(text, "{%", at + 2)) {
            var word = spaces(text, signs(text, at + 2));
            if (Letters.stands(text, "endraw", word)) {
                var end = signs(text, spaces(text, word + 6));
                if (Letters.stands(text, "%}", end)) {
                    return end + 2;
                }
            }
        }
        return -1;
    }

    private static long signs(MemorySegment text, long at) {
        return Letters.stands(text, "-", at) || Letters.stands(text, "+", at) ? at + 1 : at;
    }

    private static long spaces(MemorySegment text, long from) {
        var at = from;
        while (at < text.byteSize() && " \n\t\r\f\u000b".indexOf(text.get(JAVA_BYTE, at)) >= 0) {
            at++;
        }
        return at;
    }

    /// One `{{ … }}` or `{% … %}`, token by token.
    private static final class Expression {

        private final MemorySegment text;
        private final long start;
        private final Place place;
        private final List<Finding> findings;
        private final Known known;
        private final Deque<Boolean> brackets = new ArrayDeque<>();
        private final StringBuilder joined = new StringBuilder();
        private String before = "";
        private String beforeThat = "";
        private int subscripts;
        private boolean asked;
        private boolean attribute;
        private boolean formats;
        private boolean reported;
        private long at;

        Expression(MemorySegment text, long start, Place place, List<Finding> findings, Known known) {
            this.text = text;
            this.start = start;
            this.place = place;
            this.findings = findings;
            this.known = known;
            this.at = start + 2;
        }

        /// @return where to go on; -1 if the braces never close, since a broken template is refused as a whole
        long read() {
            var statement = text.get(JAVA_BYTE, start + 1) == '%';
            var sofar = findings.size();
            var nested = 0;
            var keyword = "";
            var target = "";
            var looped = false;
            while (at < text.byteSize()) {
                if (nested <= 0 && Letters.stands(text, statement ? "%}" : "}}", at)) {
                    check();
                    if (keyword.equals("set") && formats) {
                        known.formatted.add(target);
                    }
                    return keyword.equals("raw") ? behindRaw(text, at + 2) : at + 2;
                }
                var token = token();
                if (token == null) {
                    break;
                }
                if (token.isEmpty()) {
                    continue;
                }
                switch (token) {
                    case "(", "[", "{" -> nested++;
                    case ")", "]", "}" -> nested--;
                    default -> {}
                }
                if (statement && keyword.isEmpty() && !token.equals("-") && !token.equals("+")) {
                    keyword = token;
                    if (LOADING.contains(token)) {
                        findings.add(new Finding.Names(place.at(start), "another template, by " + token));
                    }
                }
                if (keyword.equals("set") && before.equals("set")) {
                    target = token;
                }
                if (keyword.equals("for") && !looped) {
                    looped = token.equals("in");
                    known.loops.add(token);
                }
                meets(token);
            }
            if (findings.size() > sofar) {
                findings.subList(sofar, findings.size()).clear();
            }
            return -1;
        }

        private void meets(String token) {
            asks(token);
            subscripts(token);
            formats(token);
            if (token.startsWith("'")) {
                meetsString(token.substring(1));
            } else {
                if (token.startsWith("__") || before.equals(".") && (token.startsWith("_") || INNER.contains(token))) {
                    leaves("." + token);
                }
                if (isUnderscores(before) && "*~+".contains(token)) {
                    leaves("a name put together from underscores");
                }
                if (!isGlue(token)) {
                    check();
                }
            }
            beforeThat = before;
            before = token;
        }

        private void meetsString(String content) {
            var name = before.equals("[") || isAsked();
            if (name && content.startsWith("_")
                    || isAsked() && content.contains("._")
                    || HIDDEN.matcher(content).find()) {
                leaves("'" + content + "'");
            }
            if (isUnderscores("'" + content) && !before.isEmpty() && "*~+".contains(before)) {
                leaves("a name put together from underscores");
            }
            joined.append(content);
        }

        /// Whether the token that comes now is to be the name of an attribute.
        private boolean isAsked() {
            return before.equals("(") && BY_NAME.contains(beforeThat)
                    || before.equals("=") && beforeThat.equals("attribute")
                    || before.equals(",") && beforeThat.equals("'attr");
        }

        /// An attribute is asked for by one literal, or nobody can say which it is.
        private void asks(String token) {
            if (asked && !token.equals(")") && !token.equals(",")) {
                leaves("an attribute whose name is computed");
            }
            asked = false;
            if (isAsked()) {
                attribute |= beforeThat.equals("attr");
                asked = token.startsWith("'") || isNumber(token);
                if (!asked && !token.equals("attribute")) {
                    leaves("an attribute whose name is computed");
                }
            }
        }

        private void subscripts(String token) {
            if (token.equals("]") && !brackets.isEmpty()) {
                subscripts -= brackets.pop() ? 1 : 0;
            } else if (token.equals("[")) {
                var subscript = !before.isEmpty()
                        && !WORDS.contains(before)
                        && (before.startsWith("'") || isName(before.charAt(0)) || ")]".contains(before));
                subscripts += subscript ? 1 : 0;
                brackets.push(subscript);
            } else if (subscripts > 0) {
                var word = isName(token.charAt(0)) && !isNumber(token) && !before.equals(".");
                if (before.equals("[") && known.formatted.contains(token)) {
                    leaves("an item whose name is formatted");
                }
                var joins = token.equals("~")
                        || token.equals("|")
                        || token.equals("+") && before.startsWith("'")
                        || token.startsWith("'") && (before.equals("+") || before.startsWith("'"));
                if (attribute && (joins || word && !known.loops.contains(token))) {
                    leaves("an item whose name is computed");
                }
            }
        }

        private void formats(String token) {
            if (token.startsWith("'")) {
                known.letter |= LETTER.matcher(token).find();
                known.asking |= ASKING.matcher(token).find();
                return;
            }
            var format = (token.equals("format") || token.equals("format_map"))
                    && (before.equals(".") || before.equals("|"));
            formats |= format;
            if (known.letter && (format || token.equals("%"))) {
                leaves("letters made of numbers");
            }
            if (known.asking && format) {
                leaves("a format that asks for attributes");
            }
            if (format && subscripts > 0) {
                leaves("an item whose name is formatted");
            }
        }

        private static boolean isNumber(String token) {
            return token.chars().allMatch(it -> it >= '0' && it <= '9');
        }

        private static boolean isUnderscores(String token) {
            return token.length() > 1
                    && token.startsWith("'")
                    && token.chars().skip(1).allMatch(it -> it == '_');
        }

        /// What may stand between the pieces of one name: `'__cl' ~ 'ass__'`, `['__cl', 'ass__']|join`.
        private static boolean isGlue(String token) {
            return "~+,()[]%|".contains(token) || token.equals("join") || token.equals("format");
        }

        private void check() {
            var dunder = DUNDER.matcher(joined);
            if (dunder.find()) {
                leaves("'" + dunder.group() + "'");
            }
            joined.setLength(0);
        }

        private void leaves(String by) {
            if (!reported) {
                reported = true;
                findings.add(new Finding.Runs(
                        place.at(start), "a template that leaves its sandbox: " + Letters.shown(by, 80)));
            }
        }

        /// The next token: a name, an operator, or a string with its escapes undone and one quote before it; empty for
        /// white space; null if the braces close without us.
        private @Nullable String token() {
            var it = (char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at));
            if (it == '\'' || it == '"') {
                return string(it);
            }
            if (it == ' ' || it == '\n' || it == '\t' || it == '\r') {
                at++;
                return "";
            }
            if (isName(it)) {
                var from = at;
                while (at < text.byteSize() && isName((char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at)))) {
                    at++;
                    if (at - from > 10_000) {
                        return null;
                    }
                }
                return Normalizer.normalize(Letters.slice(text, from, at), Normalizer.Form.NFKC);
            }
            at++;
            return String.valueOf(it);
        }

        private static boolean isName(char it) {
            return it >= 'a' && it <= 'z'
                    || it >= 'A' && it <= 'Z'
                    || it >= '0' && it <= '9'
                    || it == '_'
                    || it >= 0x80;
        }

        private @Nullable String string(char quote) {
            var from = ++at;
            for (; at < text.byteSize(); at++) {
                var it = text.get(JAVA_BYTE, at);
                if (it == '\\') {
                    at++;
                } else if (it == quote) {
                    var raw = Letters.slice(text, from, Math.min(at, from + 100_000));
                    at++;
                    return "'" + Escapes.undone(raw);
                }
            }
            return null;
        }
    }
}
