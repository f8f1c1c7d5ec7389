package dev.assay.server.web;

import dev.assay.repo.FrontMatter;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// A card's Markdown as HTML that can do nothing: no script, no style, no form, no frame, no address that is not a
/// link, and no picture from elsewhere (which would tell a stranger who looked).
final class Markdown {

    /// An address that leaves the repository, or this page: it has a scheme, or starts at a root, or is a mark.
    private static final Pattern ELSEWHERE = Pattern.compile("[/\\\\#?].*|[a-zA-Z][a-zA-Z0-9+.-]*:.*|", Pattern.DOTALL);

    /// Nesting beyond what anybody writes by hand costs quadratic time, so it is cut.
    private static final int DEEPEST = 30;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .maxOpenBlockParsers(DEEPEST)
            .build();

    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).build();

    private Markdown() {}

    /// @param pages what a link's relative address is relative to, ending in `/`
    /// @param bytes what a picture's relative address is relative to, ending in `/`
    static String html(String markdown, String pages, String bytes) {
        var text = FrontMatter.of(markdown).map(FrontMatter::rest).orElse(markdown);
        return harmless(pages, bytes).sanitize(RENDERER.render(PARSER.parse(text)));
    }

    private static PolicyFactory harmless(String pages, String bytes) {
        return new HtmlPolicyBuilder()
                .allowElements(
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "h5",
                        "h6",
                        "p",
                        "ul",
                        "ol",
                        "li",
                        "blockquote",
                        "pre",
                        "code",
                        "em",
                        "strong",
                        "del",
                        "hr",
                        "br",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td",
                        "a",
                        "img",
                        "details",
                        "summary",
                        "sub",
                        "sup",
                        "kbd",
                        "div",
                        "span")
                .allowUrlProtocols("http", "https", "mailto")
                .allowAttributes("href")
                .matching((element, attribute, value) -> link(value, pages))
                .onElements("a")
                .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
                .allowAttributes("src")
                .matching((element, attribute, value) -> picture(value, bytes))
                .onElements("img")
                .allowAttributes("alt", "title")
                .onElements("img", "a")
                .toFactory();
    }

    private static String link(String address, String pages) {
        return ELSEWHERE.matcher(address).matches() ? address : pages + address;
    }

    /// @return null takes the attribute away
    private static @Nullable String picture(String address, String bytes) {
        return ELSEWHERE.matcher(address).matches() ? null : bytes + address;
    }
}
