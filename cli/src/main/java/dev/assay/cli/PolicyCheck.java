package dev.assay.cli;

import dev.assay.judge.NotAPolicy;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay policy check`: whether a file is a policy, and if not, what is wrong in which line.
final class PolicyCheck implements Command {

    @Override
    public String name() {
        return "policy check";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay policy check")
                .usageMessage(new UsageMessageSpec()
                        .description("Says whether a file is a policy, and if it is not, in which line it is wrong.")
                        .footer(
                                "",
                                "Example:",
                                "  assay policy check house.yaml",
                                "",
                                "Exit codes: 0 it is a policy; 1 it is none; 2 it cannot be read; 64 wrong usage."))
                .addOption(Options.help())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description("The policy.")
                        .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String file = given.matchedPositionalValue(0, "");
        try {
            terminal.print(Lines.plain(file) + " is a policy: "
                    + Policy.read(Path.of(file)).name() + "\n");
            return Exit.SAFE;
        } catch (NotAPolicy wrong) {
            var at = wrong.line() > 0 ? ":" + wrong.line() : "";
            terminal.print(Lines.plain(file + at + ": " + wrong.getMessage()) + "\n");
            if (wrong.line() > 0) {
                terminal.print(String.format(Locale.ROOT, "%5d | ", wrong.line())
                        + Lines.plain(line(Path.of(file), wrong.line())) + "\n");
            }
            if (!wrong.hint().isEmpty()) {
                terminal.print("      = " + Lines.plain(wrong.hint()) + "\n");
            }
            return Exit.BAD;
        } catch (IOException unreadable) {
            terminal.complain(
                    "assay policy check: " + Lines.plain(file) + " cannot be read: " + Reasons.of(unreadable));
            return Exit.UNDECIDED;
        }
    }

    private static String line(Path file, int number) throws IOException {
        var lines = Files.readString(file).split("\n", -1);
        return number <= lines.length ? lines[number - 1] : "";
    }
}
