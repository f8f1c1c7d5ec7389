package dev.assay.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `assay verify`: checks a ledger, or a receipt, without asking anybody.
final class Verify implements Command {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay verify")
                .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        throw new Misused("not yet");
    }
}
