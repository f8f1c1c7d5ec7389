package dev.assay.cli;

import dev.assay.judge.Policy;
import dev.assay.judge.Reason;
import dev.assay.judge.Word;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// A replay for people: what changes, because of which rule, and how much of it.
final class ReplayInText extends Replay {

    private final Terminal terminal;

    ReplayInText(Policy from, Policy to, Terminal terminal) {
        super(from, to);
        this.terminal = terminal;
    }

    @Override
    public void begin(String policy) {}

    @Override
    void change(Scanned file, Word before, Word after, List<Difference> differences) throws IOException {
        terminal.print(terminal.coloured(before, before.name()) + " -> " + terminal.coloured(after, after.name()) + "  "
                + Lines.plain(file.path()) + "\n");
        for (var it : differences) {
            terminal.print("    " + Lines.plain(TextReport.cut(it.finding().sentence(file.path()))) + "\n");
            terminal.print("      was " + words(it.before()) + "\n      now " + words(it.after()) + "\n");
        }
    }

    private static String words(Reason reason) {
        return reason.outcome().name().toLowerCase(Locale.ROOT) + ": " + Lines.plain(reason.because())
                + (reason.line() > 0 ? " (line " + reason.line() + ")" : "");
    }

    @Override
    public void end(Summary summary) throws IOException {
        terminal.print((changed() == 0 ? "" : "\n") + changed() + " of " + TextReport.files(files())
                + " would be judged otherwise\n");
        for (var change : changes().entrySet()) {
            terminal.print(String.format(Locale.ROOT, "%8d  %s\n", change.getValue(), change.getKey()));
        }
        if (unread() > 0) {
            terminal.print(TextReport.files(unread()) + " could not be read\n");
        }
        terminal.print(terminal.dimmed("from " + from().name() + " to " + to().name()) + "\n");
    }
}
