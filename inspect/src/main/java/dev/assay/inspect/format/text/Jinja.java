package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.text.Normalizer;
import java.util.ArrayList;
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

    static boolean mayBe(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
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
                at = new Expression(text, open, place, findings).read();
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

    /// One `{{ … }}` or `{% … %}`, token by token.
    private static final class Expression {

        private final MemorySegment text;
        private final long start;
        private final Place place;
        private final List<Finding> findings;
        private final StringBuilder joined = new StringBuilder();
        private String before = "";
        private String beforeThat = "";
        private boolean reported;
        private long at;

        Expression(MemorySegment text, long start, Place place, List<Finding> findings) {
            this.text = text;
            this.start = start;
            this.place = place;
            this.findings = findings;
            this.at = start + 2;
        }

        /// @return where to go on; -1 if the braces never close, since a broken template is refused as a whole
        long read() {
            var statement = text.get(JAVA_BYTE, start + 1) == '%';
            var sofar = findings.size();
            var nested = 0;
            var keyword = "";
            while (at < text.byteSize()) {
                if (nested <= 0 && Letters.stands(text, statement ? "%}" : "}}", at)) {
                    check();
                    return keyword.equals("raw") ? Letters.find(text, "endraw", at) : at + 2;
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
                meets(token);
            }
            if (findings.size() > sofar) {
                findings.subList(sofar, findings.size()).clear();
            }
            return -1;
        }

        private void meets(String token) {
            if (token.startsWith("'")) {
                meetsString(token.substring(1));
            } else {
                if (token.startsWith("__") || before.equals(".") && (token.startsWith("_") || INNER.contains(token))) {
                    leaves("." + token);
                }
                if (isUnderscores(before) && "*~+".contains(token)) {
                    leaves("a name put together from underscores");
                }
                if (before.equals("(") && beforeThat.equals("attr")) {
                    leaves("an attribute whose name is computed");
                }
                if (!isGlue(token)) {
                    check();
                }
            }
            beforeThat = before;
            before = token;
        }

        private void meetsString(String content) {
            var asked = before.equals("[")
                    || before.equals("(") && beforeThat.equals("attr")
                    || before.equals("=") && beforeThat.equals("attribute");
            if (asked && content.startsWith("_") || HIDDEN.matcher(content).find()) {
                leaves("'" + content + "'");
            }
            if (isUnderscores("'" + content) && !before.isEmpty() && "*~+".contains(before)) {
                leaves("a name put together from underscores");
            }
            joined.append(content);
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
