package dev.assay.cli;

import dev.assay.judge.Word;
import java.io.IOException;
import java.util.ArrayList;

/// For GitHub's workflows: an annotation for every file that is not safe, then the totals.
///
/// One annotation a file, since a step may only have a few. What is malicious is an error, what is
/// suspicious a warning, the rest a notice.
final class GithubReport implements Report {

    private static final int MOST_FINDINGS = 10;

    private final Terminal terminal;
    private final TextReport totals;

    GithubReport(Terminal terminal) {
        this.terminal = terminal;
        this.totals = new TextReport(terminal);
    }

    @Override
    public void begin(String policy) {
        totals.begin(policy);
    }

    @Override
    public void file(Scanned file) throws IOException {
        var against = file.against();
        if (file.word() == Word.SAFE) {
            return;
        }
        var lines = new ArrayList<String>();
        for (var ruling : against.subList(0, Math.min(MOST_FINDINGS, against.size()))) {
            lines.add(TextReport.cut(ruling.finding().sentence(file.path())) + " (" + ruling.because() + ")");
        }
        if (against.size() > MOST_FINDINGS) {
            lines.add("and " + (against.size() - MOST_FINDINGS) + " more");
        }
        var level = switch (file.word()) {
            case MALICIOUS -> "error";
            case SUSPICIOUS -> "warning";
            case SAFE, UNKNOWN, INCOMPLETE -> "notice";
        };
        terminal.print("::" + level + " file=" + Lines.property(file.path()) + ",title="
                + Lines.property(file.word() + ": " + file.path()) + "::"
                + Lines.command(lines.toArray(String[]::new)) + "\n");
    }

    @Override
    public void end(Summary summary) throws IOException {
        totals.end(summary);
    }
}
