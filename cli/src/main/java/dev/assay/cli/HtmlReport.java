package dev.assay.cli;

import dev.assay.judge.Word;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/// For people with a browser: one page that needs nothing else, no script and no network, on a phone and
/// in the dark.
///
/// Files are written as they come; the style sheet puts the totals on top and what is worst first.
final class HtmlReport implements Report {

    private static final int MOST_FINDINGS = 200;

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Assay: what these files are, and what they would do</title>
            <style>
            :root { --ink: #1c1e21; --soft: #5c636b; --paper: #fbfaf7; --line: #d9d6cf; --card: #fff;
              --safe: #1b7a3d; --unknown: #1d6a96; --suspicious: #a15c00; --malicious: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --soft: #a2a8ae; --paper: #17181a;
              --line: #35383c; --card: #1f2124; --safe: #6fce8f; --unknown: #7dbfe6; --suspicious: #f0b35c;
              --malicious: #ff8a80; } }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
              max-width: 60rem; padding: 1rem; display: flex; flex-direction: column; gap: .5rem; }
            header { order: -2 } .totals { order: -1 } .malicious { order: 1 } .suspicious { order: 2 }
            .incomplete { order: 3 } .unknown { order: 4 } .safe { order: 5 } footer { order: 9; color: var(--soft) }
            h1 { font-size: 1.4rem; margin: .5rem 0 } p { margin: .25rem 0 }
            details { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem }
            summary { cursor: pointer; overflow-wrap: anywhere } ol { padding-left: 1.5rem; margin: .5rem 0 }
            li { margin: .4rem 0; overflow-wrap: anywhere } code { font: .9em/1.4 ui-monospace, monospace }
            .why, .what { color: var(--soft); font-size: .9em; overflow-wrap: anywhere }
            b { display: inline-block; min-width: 7.5em; font-size: .85em; letter-spacing: .02em }
            .safe b, b.safe { color: var(--safe) } .unknown b, b.unknown { color: var(--unknown) }
            .incomplete b, b.incomplete { color: var(--unknown) } .suspicious b, b.suspicious { color: var(--suspicious) }
            .malicious b, b.malicious { color: var(--malicious) } .totals b { min-width: 0; margin-right: 1em }
            </style>
            </head>
            <body>
            """;

    private final Terminal terminal;

    HtmlReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(String policy) throws IOException {
        terminal.print(HEAD + "<header><h1>What these files are, and what they would do</h1></header>\n"
                + "<footer><p>assay " + Lines.markup(Version.TEXT) + ", policy " + Lines.markup(policy)
                + ". Nothing was loaded or run.</p></footer>\n");
    }

    @Override
    public void file(Scanned file) throws IOException {
        var word = file.word();
        var digest = file.digest();
        terminal.print("<details class=\"" + classOf(word) + "\"" + (word == Word.SAFE ? "" : " open") + "><summary><b>"
                + word + "</b> " + Lines.markup(file.path()) + " <span class=\"what\">" + Lines.markup(file.format())
                + ", " + TextReport.size(file.size()) + "</span></summary>\n");
        var against = file.against();
        if (!against.isEmpty()) {
            terminal.print("<ol>\n");
            for (var ruling : against.subList(0, Math.min(MOST_FINDINGS, against.size()))) {
                var outcome = ruling.outcome().name().toLowerCase(Locale.ROOT);
                terminal.print("<li><code>"
                        + Lines.markup(TextReport.cut(ruling.finding().sentence(file.path())))
                        + "</code><div class=\"why\">" + outcome + ": " + Lines.markup(ruling.because())
                        + "</div></li>\n");
            }
            terminal.print("</ol>\n");
            if (against.size() > MOST_FINDINGS) {
                terminal.print("<p class=\"why\">and " + (against.size() - MOST_FINDINGS) + " more</p>\n");
            }
        }
        if (digest != null) {
            terminal.print("<p class=\"what\">SHA-256 <code>" + digest.hex() + "</code></p>\n");
        }
        terminal.print("</details>\n");
    }

    @Override
    public void end(Summary summary) throws IOException {
        terminal.print("<section class=\"totals\"><p>" + TextReport.files(summary.files()) + ", "
                + TextReport.size(summary.bytes()) + "</p><p>");
        if (summary.files() == 0) {
            terminal.print("Nothing was there to look at.");
        }
        for (var word : Arrays.asList(Word.values()).reversed()) {
            if (summary.count(word) > 0) {
                terminal.print("<b class=\"" + classOf(word) + "\">" + summary.count(word) + " " + word + "</b>");
            }
        }
        terminal.print("</p></section>\n</body>\n</html>\n");
    }

    private static String classOf(Word word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
