package dev.assay.cli;

import dev.assay.judge.Policy;
import dev.assay.judge.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay policy explain`: what a policy makes of a callable, and why.
final class PolicyExplain implements Command {

    @Override
    public String name() {
        return "policy explain";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay policy explain")
                .usageMessage(new UsageMessageSpec()
                        .description("Says which rules of a policy speak of a callable, in the order in which they are"
                                + " asked, and why.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay policy explain posix.system",
                                "  assay policy explain torch._utils._rebuild_tensor_v2 --policy house.yaml",
                                "",
                                "Exit codes: 0 said; 64 wrong usage."))
                .addOption(Options.policy())
                .addOption(Options.help())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("NAME")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description("A name as findings have it: module and callable, with dots.")
                        .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String name = given.matchedPositionalValue(0, "");
        if (!name.matches("[^\\s.]+(\\.[^\\s.]+)+")) {
            throw new Misused("'" + name + "' is not the name of a callable, such as posix.system");
        }
        var policy = Options.policy(given.matchedOptionValue("--policy", ""));
        terminal.print("policy " + policy.name() + "\n");
        for (var verb : List.of("calls", "imports")) {
            terminal.print("\n" + verb + " " + Lines.plain(name) + "\n");
            tell(policy, verb, name, terminal);
        }
        return Exit.SAFE;
    }

    private static void tell(Policy policy, String verb, String name, Terminal terminal) throws IOException {
        var reasons = policy.reasons(verb, name);
        for (var i = 0; i < reasons.size(); i++) {
            tell(reasons.get(i), i > 0, terminal);
        }
        if (reasons.isEmpty() || !reasons.getLast().given().isEmpty()) {
            terminal.print("  " + (reasons.isEmpty() ? "" : "otherwise ") + "hold: no rule speaks of this\n");
        }
    }

    private static void tell(Reason reason, boolean otherwise, Terminal terminal) throws IOException {
        var outcome = reason.outcome().name().toLowerCase(Locale.ROOT);
        terminal.print("  " + (otherwise ? "otherwise " : "") + outcome + " ("
                + terminal.coloured(reason.word(), reason.word().name()) + ")"
                + (reason.given().isEmpty() ? "" : ", if called with (" + Lines.plain(reason.given()) + ")") + "\n");
        terminal.print("      because " + Lines.plain(reason.because()) + "\n");
        if (!reason.source().isEmpty()) {
            terminal.print("      source  " + Lines.plain(reason.source().replaceAll("\\s+", " ")) + "\n");
        }
        terminal.print("      rule    line " + reason.line() + ", when: " + Lines.plain(reason.when()) + "\n");
    }
}
