package dev.assay.cli;

import dev.assay.cli.hub.Hub;
import dev.assay.cli.hub.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay scan`: inspects files on this machine, or on a hub, and says what they are, and what they would
/// do.
///
/// A few files are read at a time; they are told in the order of their names, whoever is ready first.
/// Whatever happens to one file is said about that file, and never stops the rest.
final class Scan implements Command {

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay scan")
                .usageMessage(new UsageMessageSpec()
                        .description("Says what files are, and what they would do to whoever loads them."
                                + " Nothing is ever loaded or run.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay scan model.bin",
                                "  assay scan --format json --output report.json models/",
                                "  assay scan --format sarif --output assay.sarif .",
                                "  assay scan --format html --output report.html models.zip",
                                "  assay scan --format github --fail-on suspicious .      in a workflow",
                                "  assay scan hf:owner/name@v1.0 --hub http://127.0.0.1:8080",
                                "  assay scan --explain model.bin@0x1f model.bin          why?",
                                "  assay scan - < model.bin",
                                "",
                                "Exit codes: 0 all safe; 1 something is suspicious or malicious; 2 something is",
                                "unknown or was not fully read, or nothing was there; 64 wrong usage."))
                .addOption(OptionSpec.builder("--format")
                        .paramLabel(Style.NAMES)
                        .type(Style.class)
                        .converters(Style::named)
                        .defaultValue("text")
                        .description("How to print what was found; text if not given.")
                        .build())
                .addOption(Options.output())
                .addOption(Options.policy())
                .addOption(OptionSpec.builder("--fail-on")
                        .paramLabel("WORD")
                        .type(FailOn.class)
                        .converters(FailOn::named)
                        .description("From which verdict on the exit code is not 0: unknown (if not given), incomplete,"
                                + " suspicious, malicious, or never.")
                        .build())
                .addOption(number("--threads", "N", "Files read at a time; " + Care.STANDARD.threads() + " here."))
                .addOption(number(
                        "--deadline",
                        "SECONDS",
                        "Longest time for one file, which counts as unread after that; "
                                + Care.STANDARD.deadline().toSeconds() + " if not given."))
                .addOption(number(
                        "--memory",
                        "MIB",
                        "What one file may hold of what is unpacked from it, outside Java's heap; "
                                + (Care.STANDARD.held() >> 20) + " if not given."))
                .addOption(Options.flag(
                        "--reproducible", "Do not say how long it took: equal files then come to equal reports."))
                .addOption(Options.text(
                        "--hub", "URL", "The hub that hf: references are read from; HF_ENDPOINT if not given."))
                .addOption(Options.text(
                        "--explain",
                        "PLACE",
                        "Show the bytes, the instructions and the reasoning at this place of the one file named."))
                .addOption(Options.help())
                .addPositional(Options.paths(
                        "1..*",
                        "Files, archives and folders; folders are walked. `-` is standard input,"
                                + " hf:OWNER/NAME[@REVISION] and hf:datasets/OWNER/NAME a repository on a hub."));
    }

    private static OptionSpec number(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Integer.class)
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<String> paths = given.matchedPositionalValue(0, List.of());
        String place = given.matchedOptionValue("--explain", "");
        if (!place.isEmpty()) {
            if (paths.size() != 1) {
                throw new Misused("--explain is about one place in one file");
            }
            return Explain.explain(
                    paths.getFirst(), place, Options.policy(given.matchedOptionValue("--policy", "")), terminal);
        }
        Style style = given.matchedOptionValue("--format", Style.TEXT);
        String output = given.matchedOptionValue("--output", "");
        boolean reproducible = given.matchedOptionValue("--reproducible", false);
        var summary = new Summary(!reproducible, given.matchedOptionValue("--fail-on", FailOn.UNKNOWN));
        var care = care(given);
        var eye = new Eye(care.inspector(), Options.policy(given.matchedOptionValue("--policy", "")));
        var sources = Sources.of(paths, given.matchedOptionValue("--hub", ""));
        if (output.isEmpty() || output.equals("-")) {
            return scan(sources, eye, care, style.report(terminal), summary, Set.of(), terminal);
        }
        try (var file = OutputFile.open(output)) {
            var page = terminal.into(file.stream());
            scan(sources, eye, care, style.report(page), summary, file.ours(), terminal);
            page.flush();
            file.done();
        }
        var totals = new TextReport(terminal);
        totals.begin(eye.policy().name());
        totals.end(summary);
        return summary.exit();
    }

    private static Care care(ParseResult given) {
        var standard = Care.STANDARD;
        return new Care(
                atLeastOne("--threads", given.matchedOptionValue("--threads", standard.threads())),
                Duration.ofSeconds(atLeastOne("--deadline", given.matchedOptionValue("--deadline", (int)
                        standard.deadline().toSeconds()))),
                (long) atLeastOne("--memory", given.matchedOptionValue("--memory", (int) (standard.held() >> 20)))
                        << 20);
    }

    private static int atLeastOne(String option, int number) {
        if (number < 1) {
            throw new Misused(option + " is 1 or more");
        }
        return number;
    }

    /// What to look at, each thing once, in the order of the names.
    ///
    /// @param hub asked for references; null if there is none
    private record Sources(
            List<String> paths,
            List<Reference> references,
            @Nullable Hub hub) {

        /// @throws Misused if a reference is none, or there is no hub to ask
        static Sources of(List<String> arguments, String address) {
            var paths = new ArrayList<String>();
            var references = new ArrayList<Reference>();
            try {
                for (var argument : new TreeSet<>(arguments)) {
                    if (argument.startsWith(Reference.SCHEME)) {
                        references.add(Reference.of(argument));
                    } else {
                        paths.add(argument);
                    }
                }
                return new Sources(paths, references, references.isEmpty() ? null : Hub.of(address, System.getenv()));
            } catch (IllegalArgumentException wrong) {
                throw new Misused(String.valueOf(wrong.getMessage()));
            }
        }
    }

    private static int scan(
            Sources sources, Eye eye, Care care, Report report, Summary summary, Set<Path> ours, Terminal terminal)
            throws IOException {
        var fetched = new AtomicLong();
        try (var readers = new Readers(care.threads(), care.deadline())) {
            report.begin(eye.policy().name());
            var told = new InOrder(
                    report,
                    summary,
                    terminal,
                    () -> fetched.get() == 0 ? "" : ", " + TextReport.size(fetched.get()) + " fetched");
            for (var path : sources.paths()) {
                told.add(path, eye, readers, ours);
            }
            var hub = sources.hub();
            if (hub != null) {
                var remote = new Remote(eye, readers, told, fetched);
                for (var reference : sources.references()) {
                    remote.add(reference, hub);
                }
            }
            told.rest();
            report.end(summary);
        }
        return summary.exit();
    }
}
