package dev.assay.cli;

import dev.assay.inspect.Inspector;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// `assay scan`: inspects files on this machine and says what they are, and what they would do.
///
/// Two files are read at a time, since an inspection may hold a gigabyte; they are told in the order in which they were
/// found. Whatever happens to one file is said about that file, and never stops the rest.
final class Scan implements Command {

    private static final int AT_A_TIME = 2;

    private enum Style {
        TEXT,
        JSON,
        SARIF;

        static Style named(String name) {
            for (var style : values()) {
                if (style.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return style;
                }
            }
            throw new TypeConversionException("'" + name + "' is none of text, json, sarif");
        }

        Report report(Terminal terminal) {
            return switch (this) {
                case TEXT -> new TextReport(terminal);
                case JSON -> new JsonReport(terminal);
                case SARIF -> new SarifReport(terminal);
            };
        }
    }

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
                                "  assay scan --format json models/ > report.json",
                                "  assay scan --format sarif . > assay.sarif",
                                "  assay scan - < model.bin",
                                "",
                                "Exit codes: 0 all safe; 1 something is suspicious or malicious; 2 something is",
                                "unknown or was not fully read, or nothing was there; 64 wrong usage."))
                .addOption(OptionSpec.builder("--format")
                        .paramLabel("text|json|sarif")
                        .type(Style.class)
                        .converters(Style::named)
                        .defaultValue("text")
                        .description("How to print what was found; text if not given.")
                        .build())
                .addOption(OptionSpec.builder("--policy")
                        .paramLabel("FILE")
                        .type(String.class)
                        .description("Judge by this policy and not by the one that ships with assay.")
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this.")
                        .build())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("PATH")
                        .arity("1..*")
                        .required(true)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Files and folders; folders are walked. `-` is standard input.")
                        .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Style style = given.matchedOptionValue("--format", Style.TEXT);
        String policyFile = given.matchedOptionValue("--policy", "");
        List<String> paths = given.matchedPositionalValue(0, List.of());
        var policy = policyFile.isEmpty() ? Policy.standard() : policy(policyFile);
        return scan(paths, policy, style.report(terminal), terminal);
    }

    private static Policy policy(String file) {
        try {
            return Policy.read(Path.of(file));
        } catch (IOException unreadable) {
            throw new Misused("the policy " + file + " cannot be read: " + Reasons.of(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Misused("the policy " + file + " cannot be used: " + wrong.getMessage());
        }
    }

    private static int scan(List<String> paths, Policy policy, Report report, Terminal terminal) throws IOException {
        var summary = new Summary();
        var eye = new Eye(Inspector.standard(), policy);
        var threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().daemon().name("inspector-", 1).factory());
        try {
            report.begin(policy.name());
            var told = new InOrder(report, summary, terminal);
            for (var path : paths) {
                told.add(path, eye, threads);
            }
            told.rest();
            report.end(summary);
        } finally {
            threads.shutdownNow();
        }
        return summary.exit();
    }
}
