package dev.assay.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;

/// For whatever shows test results: a suite with one case for every file, in the XML that JUnit's runners
/// write.
///
/// What is suspicious or malicious is a failure; what is unknown or was not fully read is an error.
final class JunitReport implements Report {

    private final Terminal terminal;

    JunitReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(String policy) throws IOException {
        terminal.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assay "
                + Lines.markup(Version.TEXT + ", policy " + policy) + "\">\n");
    }

    @Override
    public void file(Scanned file) throws IOException {
        var kind = switch (file.word()) {
            case SAFE -> "";
            case UNKNOWN, INCOMPLETE -> "error";
            case SUSPICIOUS, MALICIOUS -> "failure";
        };
        var path = Lines.markup(file.path());
        terminal.print("  <testsuite name=\"" + path + "\" tests=\"1\" failures=\"" + (kind.equals("failure") ? 1 : 0)
                + "\" errors=\"" + (kind.equals("error") ? 1 : 0) + "\" skipped=\"0\">\n    <testcase name=\"" + path
                + "\" classname=\"" + Lines.markup("assay." + file.format()) + "\"");
        if (kind.isEmpty()) {
            terminal.print("/>\n");
        } else {
            var first = file.against().isEmpty()
                    ? ""
                    : file.against().getFirst().finding().sentence(file.path());
            terminal.print(">\n      <" + kind + " type=\"" + file.word() + "\" message=\""
                    + Lines.markup(TextReport.cut(first)) + "\">"
                    + file.against().stream()
                            .map(it -> Lines.markup(
                                    TextReport.cut(it.finding().sentence(file.path())) + " (" + it.because() + ")"))
                            .collect(joining("\n"))
                    + "</" + kind + ">\n    </testcase>\n");
        }
        terminal.print("  </testsuite>\n");
    }

    @Override
    public void end(Summary summary) throws IOException {
        terminal.print("</testsuites>\n");
    }
}
