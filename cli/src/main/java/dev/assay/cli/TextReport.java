package dev.assay.cli;

import static java.util.stream.Collectors.joining;

import dev.assay.judge.Word;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/// For people: one line a file, below it what speaks against it, and at the end a summary.
final class TextReport implements Report {

    private static final int MOST_FINDINGS = 20;
    private static final int LONGEST_SENTENCE = 400;

    private final Terminal terminal;
    private String policy = "";

    TextReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(String policy) {
        this.policy = policy;
    }

    @Override
    public void file(Scanned file) throws IOException {
        var word = file.word() + " ".repeat(10 - file.word().name().length());
        terminal.print(terminal.coloured(file.word(), word) + "  " + Lines.plain(file.path())
                + terminal.dimmed("  " + file.format() + ", " + size(file.size())) + "\n");
        var against = file.against();
        for (var ruling : against.subList(0, Math.min(MOST_FINDINGS, against.size()))) {
            terminal.print("    " + Lines.plain(cut(ruling.finding().sentence(file.path()))) + "\n      "
                    + terminal.dimmed(ruling.outcome().name().toLowerCase(Locale.ROOT) + ": " + ruling.because())
                    + "\n");
        }
        if (against.size() > MOST_FINDINGS) {
            terminal.print("    and " + (against.size() - MOST_FINDINGS) + " more; --format json prints all\n");
        }
    }

    @Override
    public void end(Summary summary) throws IOException {
        var words = Arrays.stream(Word.values())
                .filter(it -> summary.count(it) > 0)
                .map(it -> terminal.coloured(
                        it, summary.count(it) + " " + it.name().toLowerCase(Locale.ROOT)))
                .collect(joining(", "));
        terminal.print("\n" + files(summary.files()) + ", " + size(summary.bytes())
                + (summary.timed() ? String.format(Locale.ROOT, ", in %.2f s", summary.seconds()) : "")
                + (words.isEmpty() ? ": nothing was there to look at" : ": " + words) + "\n"
                + terminal.dimmed("policy " + policy) + "\n");
    }

    static String files(long count) {
        return count == 1 ? "1 file" : count + " files";
    }

    static String cut(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE ? sentence : sentence.substring(0, LONGEST_SENTENCE) + "…";
    }

    /// A size as people say it, in powers of ten, as the file managers and the hub's pages do.
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        var amount = bytes / 1e3;
        for (var unit : new String[] {"kB", "MB", "GB"}) {
            if (amount < 999.5) {
                return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, unit);
            }
            amount /= 1e3;
        }
        return String.format(Locale.ROOT, "%.1f TB", amount);
    }
}
