package dev.assay.cli;

import dev.assay.judge.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay bom`: what a model is made of, as a bill of materials: each file with its digest, what it is,
/// under which licence its card says it is, and what we make of it.
final class Bom implements Command {

    @Override
    public String name() {
        return "bom";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay bom")
                .usageMessage(new UsageMessageSpec()
                        .description("Writes a bill of materials of models and data (CycloneDX 1.6, JSON): every file,"
                                + " its SHA-256, format, licence and verdict. Equal files come to equal bills.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay bom models/bert > bert.cdx.json",
                                "  assay bom --name bert --output bert.cdx.json models/bert",
                                "",
                                "Exit codes: 0 written; 2 something could not be read, and is in the bill without its",
                                "digest; 64 wrong usage. Verdicts are in the bill and do not change the exit code."))
                .addOption(Options.output())
                .addOption(Options.policy())
                .addOption(
                        Options.text("--name", "NAME", "What the whole is called; if not given, the name of the path."))
                .addOption(Options.flag(
                        "--timestamp", "Say when it was made: SOURCE_DATE_EPOCH if that is set, else now."))
                .addOption(Options.help())
                .addPositional(Options.paths("1..*", "Files and folders; folders are walked."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<String> paths = given.matchedPositionalValue(0, List.of());
        String output = given.matchedOptionValue("--output", "");
        String name = given.matchedOptionValue("--name", "");
        boolean stamped = given.matchedOptionValue("--timestamp", false);
        var policy = Options.policy(given.matchedOptionValue("--policy", ""));
        var moment = stamped ? moment(System.getenv().getOrDefault("SOURCE_DATE_EPOCH", "")) : "";
        if (output.isEmpty() || output.equals("-")) {
            return write(paths, policy, new BomReport(terminal, called(name, paths), moment), Set.of(), terminal);
        }
        try (var file = OutputFile.open(output)) {
            var page = terminal.into(file.stream());
            var code = write(paths, policy, new BomReport(page, called(name, paths), moment), file.ours(), terminal);
            page.flush();
            file.done();
            return code;
        }
    }

    private static int write(List<String> paths, Policy policy, BomReport report, Set<Path> ours, Terminal terminal)
            throws IOException {
        var eye = new Eye(Care.STANDARD.inspector(), policy);
        var summary = new Summary(false, FailOn.NEVER);
        try (var readers = new Readers(Care.STANDARD.threads(), Care.STANDARD.deadline())) {
            report.begin(policy.name());
            var told = new InOrder(report, summary, terminal, () -> "");
            for (var path : new TreeSet<>(paths)) {
                told.add(path, eye, readers, ours);
            }
            told.rest();
            report.end(summary);
        }
        return report.unread() ? Exit.UNDECIDED : Exit.SAFE;
    }

    private static String called(String name, List<String> paths) {
        if (!name.isEmpty()) {
            return name;
        }
        var last = Path.of(paths.getFirst()).toAbsolutePath().normalize().getFileName();
        return paths.size() > 1 || last == null ? "files" : last.toString();
    }

    private static String moment(String epoch) {
        return epoch.matches("\\d{1,12}")
                ? Instant.ofEpochSecond(Long.parseLong(epoch)).toString()
                : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
